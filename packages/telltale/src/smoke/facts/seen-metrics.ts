import type { ResolvedDefinition, ResolvedMetric } from '@telltale/definition';
import type { PrometheusClient } from '../../server/prometheus-client.ts';
import { escaped, sampleNames } from '../../drift/metrics/compare-metrics.ts';
import { readShownFamilies } from './shown-families.ts';
import type { ShownFamilies, ShownOnPages } from './shown-families.ts';
import type { ExpectedTarget } from './expected-targets.ts';

/** A declared metric, and what has become of it. */
export interface SeenMetric {
  readonly metric: ResolvedMetric;
  /**
   * `collected`: the server has series of it now; `waiting`: the program declares it, and its first event has still
   * to come; `down`: a target that may have it is down; `optional`: another version of its program has it.
   */
  readonly state: 'collected' | 'waiting' | 'down' | 'optional' | 'missing';
  /** Jobs that have it, or should. */
  readonly jobs: readonly string[];
  /** Of what is missing: whether a page shows it all the same. */
  readonly isShown: boolean;
}

/** Names in one question: more do not fit into an address. */
const NAMES_AT_ONCE = 50;
/** What metrics that the station makes of log records have in the place of an exporter. */
const LOG_METRICS = 'logs';

/** Looks for each declared metric among the series that a server has now. */
export async function seenMetrics(
  { metrics, targets: defined }: ResolvedDefinition,
  client: PrometheusClient,
  targets: readonly ExpectedTarget[],
): Promise<readonly SeenMetric[]> {
  if (metrics.length === 0) return [];
  const jobsOfName = await collectedNames(
    client,
    selectorsOf(metrics, new Set(defined.map(({ job }) => job))),
  );
  const absent = metrics.filter((metric) => foundJobs(metric, jobsOfName).length === 0);
  const shown = await readShownFamilies(candidatesOf(absent, targets));
  const exporters = new Set(
    metrics.flatMap((metric) =>
      metric.exporter !== undefined && foundJobs(metric, jobsOfName).length > 0 ? [metric.exporter] : [],
    ),
  );
  return metrics.map((metric) => {
    const jobs = foundJobs(metric, jobsOfName);
    if (jobs.length > 0) return { metric, state: 'collected', jobs, isShown: true };
    return absentMetric(metric, targets, shown, exporters);
  });
}

/** All series of the jobs that are meant; of metrics that are pushed, or made of logs, by their names. */
function selectorsOf(metrics: readonly ResolvedMetric[], jobs: ReadonlySet<string>): readonly string[] {
  const selector = (label: string, values: Iterable<string>) =>
    `{${label}=~${JSON.stringify([...values].map(escaped).join('|'))}}`;
  const named = jobs.size === 0 ? metrics : metrics.filter(({ exporter }) => exporter === LOG_METRICS);
  const names = named.flatMap(sampleNames);
  const chunks = Array.from({ length: Math.ceil(names.length / NAMES_AT_ONCE) }, (_, index) =>
    names.slice(index * NAMES_AT_ONCE, (index + 1) * NAMES_AT_ONCE),
  );
  return [
    ...(jobs.size === 0 ? [] : [selector('job', jobs)]),
    ...chunks.map((chunk) => selector('__name__', chunk)),
  ];
}

/** The jobs of each name. */
async function collectedNames(
  client: PrometheusClient,
  selectors: readonly string[],
): Promise<ReadonlyMap<string, ReadonlySet<string>>> {
  const names = new Map<string, Set<string>>();
  for (const selector of selectors) {
    for (const { labels } of await client.instant(`count by (__name__, job) (${selector})`)) {
      const { __name__: name = '', job = '' } = labels;
      names.set(name, (names.get(name) ?? new Set()).add(job));
    }
  }
  return names;
}

function foundJobs(
  metric: ResolvedMetric,
  names: ReadonlyMap<string, ReadonlySet<string>>,
): readonly string[] {
  return [...new Set(sampleNames(metric).flatMap((name) => [...(names.get(name) ?? [])]))];
}

/** The targets that may have a metric: those of its exporter, or of its service. */
function mayHave({ exporter, service }: ResolvedMetric) {
  return ({ target }: ExpectedTarget): boolean =>
    target.exporter === exporter && (service === undefined || target.service === service);
}

function candidatesOf(
  absent: readonly ResolvedMetric[],
  targets: readonly ExpectedTarget[],
): readonly ExpectedTarget[] {
  const own = absent.filter(({ exporter }) => exporter === undefined);
  return targets.filter((one) => own.some((metric) => mayHave(metric)(one)));
}

function absentMetric(
  metric: ResolvedMetric,
  targets: readonly ExpectedTarget[],
  shown: ShownFamilies,
  exporters: ReadonlySet<string>,
): SeenMetric {
  const candidates = targets.filter(mayHave(metric));
  const jobs = [...new Set(candidates.map(({ target }) => target.job))];
  const page = shown.of(metric, candidates);
  const state = absentState(metric, candidates, page, exporters);
  return { metric, jobs, state, isShown: page === 'samples' };
}

function absentState(
  metric: ResolvedMetric,
  candidates: readonly ExpectedTarget[],
  page: ShownOnPages,
  exporters: ReadonlySet<string>,
): SeenMetric['state'] {
  if (metric.exporter === LOG_METRICS) return 'waiting';
  if (candidates.some(({ listed, target }) => listed?.health !== 'up' || target.isBatch)) return 'down';
  if (metric.exporter !== undefined) return exporters.has(metric.exporter) ? 'optional' : 'missing';
  // Its page says it; where nobody here may read that, what is known of the SDK does.
  if (page === 'head') return 'waiting';
  return page === 'unread' && !startsAtZero(metric) ? 'waiting' : 'missing';
}

/** Whether the SDK shows it from the start: every value of every label is listed. */
function startsAtZero({ kind, labels }: ResolvedMetric): boolean {
  return kind !== 'info' && Object.values(labels).every((label) => label.kind === 'values');
}
