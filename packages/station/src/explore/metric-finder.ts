import type { ResolvedDefinition, ResolvedMetric } from '@telltale/definition';
import type { MetricMetadata, QueryService } from '@telltale/model';
import { quoteText } from '@telltale/model';
import type { MetricView, MetricsResponse } from '../contract.ts';
import type { AnswerReader } from '../query/read-answers.ts';
import { sourceOf } from '../views/source-of.ts';
import { rankMetric } from './rank-metric.ts';

/** Names are asked for at each key that is pressed. */
const NAMES_MS = 10_000;
/** Counting may take this long; what was not counted then is shown without. */
const COUNT_TIMEOUT_MS = 1500;
/** Names that one query counts. */
const MAX_COUNTED = 100;
const LOOKBACK_MS = 5 * 60_000;
/** How the series of a family end. */
const ENDS = ['_bucket', '_count', '_sum'] as const;
const FAMILIES: ReadonlySet<MetricView['type']> = new Set(['histogram', 'summary']);

/** What {@link MetricFinder} takes. */
export interface MetricFinderOptions {
  /** The one in force. */
  readonly definition: () => ResolvedDefinition | undefined;
  readonly query: QueryService;
  readonly reader: AnswerReader;
  readonly now: () => number;
}

/** Finds metrics that are declared or were seen lately. */
export class MetricFinder {
  readonly #options: MetricFinderOptions;
  #known: { readonly atMs: number; readonly metrics: Promise<readonly MetricView[]> } | undefined;

  constructor(options: MetricFinderOptions) {
    this.#options = options;
  }

  /** The best matches, with how many series they have. */
  async find(search: string, limit: number): Promise<MetricsResponse> {
    const ranked = (await this.#all())
      .map((metric) => ({ metric, rank: rankMetric(metric, search) }))
      .filter(({ rank }) => rank > 0)
      .toSorted((a, b) => b.rank - a.rank || byStanding(a.metric, b.metric) || byName(a.metric, b.metric))
      .map(({ metric }) => metric);
    const shown = ranked.slice(0, limit);
    return { metrics: await this.#counted(shown), isTruncated: ranked.length > limit };
  }

  #all(): Promise<readonly MetricView[]> {
    const nowMs = this.#options.now();
    if (!this.#known || nowMs - this.#known.atMs > NAMES_MS) {
      const metrics = this.#read(nowMs);
      this.#known = { atMs: nowMs, metrics };
      metrics.catch(() => (this.#known = undefined));
    }
    return this.#known.metrics;
  }

  async #read(nowMs: number): Promise<readonly MetricView[]> {
    const { query } = this.#options;
    const definition = this.#options.definition();
    const metrics = new Map(definition?.metrics.map((metric) => [metric.name, metric]));
    const [names, metadata] = await Promise.all([
      query.labelValues('__name__', { selectors: [], startMs: nowMs - LOOKBACK_MS, endMs: nowMs }),
      query.metadata(),
    ]);
    const seen = familiesOf(names, (name) => metrics.get(name)?.kind ?? metadata.get(name)?.type);
    const declared = [...metrics.values()].map((metric) => ({
      ...declaredView(metric, ownerOf(metric, definition)),
      standing: seen.has(metric.name) ? ('declared-and-seen' as const) : ('declared' as const),
    }));
    const others = [...seen].filter((name) => !metrics.has(name));
    return [...declared, ...others.map((name) => seenView(name, metadata.get(name)))];
  }

  async #counted(metrics: readonly MetricView[]): Promise<readonly MetricView[]> {
    const seen = metrics.filter(({ standing }) => standing !== 'declared').slice(0, MAX_COUNTED);
    const counts = await this.#count(seen).catch(() => undefined);
    return metrics.map((metric) => {
      if (metric.standing === 'declared') return { ...metric, series: 0 };
      if (!counts || !seen.includes(metric)) return metric;
      return {
        ...metric,
        series: seriesNames(metric).reduce((sum, name) => sum + (counts.get(name) ?? 0), 0),
      };
    });
  }

  async #count(metrics: readonly MetricView[]): Promise<ReadonlyMap<string, number>> {
    const names = metrics.flatMap(seriesNames);
    if (names.length === 0) return new Map();
    const pattern = names.map((name) => name.replaceAll(/[\\^$.*+?()[\]{}|]/g, String.raw`\$&`)).join('|');
    const query = `count by (__name__) ({__name__=~${quoteText(pattern)}})`;
    const { reader, now } = this.#options;
    const samples = await reader.instant(query, now(), { timeoutMs: COUNT_TIMEOUT_MS });
    return new Map(samples.map(({ labels, value }) => [labels['__name__'] ?? '', value]));
  }
}

/** Names of metrics: the series of a histogram or summary are one. */
function familiesOf(
  names: readonly string[],
  typeOf: (name: string) => MetricView['type'] | undefined,
): ReadonlySet<string> {
  return new Set(
    names.map((name) => {
      const end = ENDS.find((one) => name.endsWith(one));
      const family = end === undefined ? name : name.slice(0, -end.length);
      const type = typeOf(family);
      return end !== undefined && type !== undefined && FAMILIES.has(type) ? family : name;
    }),
  );
}

function seriesNames({ name, type }: MetricView): readonly string[] {
  return FAMILIES.has(type) ? [name, ...ENDS.map((end) => `${name}${end}`)] : [name];
}

function declaredView(metric: ResolvedMetric, owner: string): Omit<MetricView, 'standing'> {
  const { name, kind, unit, help, position } = metric;
  return { name, type: kind, unit, help, series: null, owner, source: sourceOf(position) };
}

function ownerOf(metric: ResolvedMetric, definition: ResolvedDefinition | undefined): string {
  const service = definition?.services?.find(({ name }) => name === metric.service);
  return service?.owner ?? definition?.owner ?? '';
}

function seenView(name: string, metadata: MetricMetadata | undefined): MetricView {
  const { type = 'unknown', unit = '', help = '' } = metadata ?? {};
  return { name, type, unit, help, series: null, owner: '', source: '', standing: 'seen' };
}

/** Of equal matches, what the definition declares and programs send comes first. */
function byStanding(a: MetricView, b: MetricView): number {
  return STANDINGS.indexOf(a.standing) - STANDINGS.indexOf(b.standing);
}

const STANDINGS: readonly MetricView['standing'][] = ['declared-and-seen', 'declared', 'seen'];

function byName(a: MetricView, b: MetricView): number {
  return a.name.length - b.name.length || (a.name < b.name ? -1 : 1);
}
