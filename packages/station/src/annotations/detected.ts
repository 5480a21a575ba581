import type { ResolvedDefinition } from '@telltale/definition';
import type { QueryRange } from '@telltale/model';
import { formatDuration, quoteText } from '@telltale/model';
import type { Annotation } from '../contract.ts';
import type { AnswerReader, ReadSeries } from '../query/read-answers.ts';
import { runsOfPoints } from './runs-of-points.ts';

const TIMEOUT_MS = 5000;
/** Processes of a job that start within this are one annotation. */
const TOGETHER_MS = 60_000;
/** So long before a range the version is looked for that was there before. */
const BEFORE_MS = 30 * 60_000;

/** Metrics that programs tell their version with. */
const INFO_NAMES = 'target_info|(?:.+_)?(?:build|app|service|release)_info';

/** What is found in the samples of a range; each finder reads them once. */
export interface DetectOptions {
  readonly reader: AnswerReader;
  readonly range: QueryRange;
}

/** Deployments: a job says another version than before. */
export async function detectDeployments(
  { reader, range }: DetectOptions,
  definition: ResolvedDefinition | undefined,
): Promise<readonly Annotation[]> {
  const declared = (definition?.metrics ?? [])
    .filter(({ kind, labels }) => kind === 'info' && Object.hasOwn(labels, 'version'))
    .map(({ name }) => name);
  const names = quoteText([INFO_NAMES, ...declared].join('|'));
  const query = `count by (job, service_version, version) ({__name__=~${names}})`;
  const before = Math.ceil(Math.max(BEFORE_MS, 2 * range.stepMs) / range.stepMs) * range.stepMs;
  const series = await read(reader, query, { ...range, startMs: range.startMs - before });
  const byJob = Map.groupBy(series.filter(hasVersion), ({ labels }) => labels['job'] ?? '');
  return [...byJob].flatMap(([job, versions]) => deploymentsOf(job, versions, range));
}

function hasVersion({ labels }: ReadSeries): boolean {
  return versionOf(labels) !== '';
}

function versionOf(labels: ReadSeries['labels']): string {
  return labels['service_version'] ?? labels['version'] ?? '';
}

/** A version counts as deployed when it comes while, or after, another one was there. */
function deploymentsOf(job: string, series: readonly ReadSeries[], range: QueryRange): readonly Annotation[] {
  const firstMs = Math.min(...series.map(({ points }) => points[0]?.[0] ?? Infinity));
  return runsOfPoints(series, { ...range, stepMs: Math.max(range.stepMs * 2, BEFORE_MS) }).flatMap(
    ({ labels, fromMs }): readonly Annotation[] => {
      if (fromMs === firstMs || fromMs < range.startMs) return [];
      const version = versionOf(labels);
      const old = previousVersion(series, version, fromMs);
      if (old === undefined) return [];
      return [
        {
          id: `version ${job} ${version} ${fromMs}`,
          kind: 'deployment',
          title: version,
          text: `${job}: ${version} in place of ${old}`,
          atMs: fromMs,
          endMs: null,
          subject: job,
        },
      ];
    },
  );
}

function previousVersion(
  series: readonly ReadSeries[],
  version: string,
  beforeMs: number,
): string | undefined {
  let newest: { readonly version: string; readonly atMs: number } | undefined;
  for (const { labels, points } of series) {
    const other = versionOf(labels);
    const atMs = points.findLast(([timeMs]) => timeMs < beforeMs)?.[0];
    if (other !== version && atMs !== undefined && (!newest || atMs > newest.atMs)) {
      newest = { version: other, atMs };
    }
  }
  return newest?.version;
}

/** Processes that started within the range. */
export async function detectRestarts({ reader, range }: DetectOptions): Promise<readonly Annotation[]> {
  const over = formatDuration(range.stepMs);
  const started = `max by (job, instance) (max_over_time(process_start_time_seconds[${over}]))`;
  const series = await read(reader, `${started} > ${Math.floor(range.startMs / 1000)}`, range);
  const byJob = new Map<string, { readonly instance: string; readonly atMs: number }[]>();
  for (const { labels, points } of series) {
    const starts = byJob.get(labels['job'] ?? '') ?? [];
    byJob.set(labels['job'] ?? '', starts);
    const instance = labels['instance'] ?? '';
    const seconds = new Set(points.map(([, value]) => Math.round(value)));
    for (const second of seconds)
      if (second * 1000 <= range.endMs) starts.push({ instance, atMs: second * 1000 });
  }
  return [...byJob].flatMap(([job, starts]) => restartsOf(job, starts));
}

/** Clocks of exporters tremble by a second: one start is told once. */
function restartsOf(
  job: string,
  starts: readonly { readonly instance: string; readonly atMs: number }[],
): readonly Annotation[] {
  const together: { instance: string; atMs: number }[][] = [];
  for (const start of starts.toSorted((a, b) => a.atMs - b.atMs)) {
    const group = together.at(-1);
    if (group?.[0] && start.atMs - group[0].atMs <= TOGETHER_MS) group.push(start);
    else together.push([start]);
  }
  return together.map((group) => {
    const instances = [...new Set(group.map(({ instance }) => instance))];
    const atMs = group[0]?.atMs ?? 0;
    return {
      id: `restart ${job} ${atMs}`,
      kind: 'restart',
      title: instances.length === 1 ? `${job} started` : `${job} started (${instances.length} instances)`,
      text: instances.slice(0, MAX_NAMED).join(', '),
      atMs,
      endMs: null,
      subject: job,
    };
  });
}

const MAX_NAMED = 10;
const LONG_STEP_MS = 60_000;

/** Targets that could not be scraped for a time. */
export async function detectDownTimes({ reader, range }: DetectOptions): Promise<readonly Annotation[]> {
  // Between the steps of a long range nothing may be overlooked; those of a short one are closer than scrapes are.
  const up = range.stepMs > LONG_STEP_MS ? `min_over_time(up[${formatDuration(range.stepMs)}])` : 'up';
  const series = await read(reader, `min by (job, instance) (${up}) == 0`, range);
  return runsOfPoints(series, range).map(({ labels, fromMs, untilMs }) => {
    const { job = '', instance = '' } = labels;
    return {
      id: `down ${job} ${instance} ${fromMs}`,
      kind: 'target',
      title: untilMs === null ? `${job} is down` : `${job} was down`,
      text: instance,
      atMs: fromMs,
      endMs: untilMs,
      subject: job,
      severity: 'warning',
      link: '/targets',
    };
  });
}

/** Alerts that fired, of rules that another server evaluates. */
export async function detectAlerts({ reader, range }: DetectOptions): Promise<readonly Annotation[]> {
  const fired = 'max by (alertname, severity, service, job) (ALERTS{alertstate="firing"})';
  const series = await read(reader, fired, range);
  return runsOfPoints(series, range).map(({ labels, fromMs, untilMs }) =>
    alertAnnotation(labels['alertname'] ?? '', labels, fromMs, untilMs),
  );
}

/** An alert that fired from then on. */
export function alertAnnotation(
  alert: string,
  labels: Readonly<Record<string, string>>,
  atMs: number,
  endMs: number | null,
): Annotation {
  const { severity, service, job } = labels;
  const others = Object.entries(labels).filter(([name]) => name !== 'alertname' && name !== 'severity');
  return {
    id: `alert ${alert} ${JSON.stringify(others)} ${atMs}`,
    kind: 'alert',
    title: alert,
    text: others.map(([name, value]) => `${name}=${value}`).join(', '),
    atMs,
    endMs,
    subject: service ?? job ?? alert,
    ...(severity !== undefined && severity !== '' && { severity }),
  };
}

function read(reader: AnswerReader, query: string, range: QueryRange): Promise<readonly ReadSeries[]> {
  return reader.range(query, range, { timeoutMs: TIMEOUT_MS, limit: MAX_SERIES });
}

const MAX_SERIES = 2000;
