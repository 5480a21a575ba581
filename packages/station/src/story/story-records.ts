import type {
  LogFilter,
  LogStore,
  StoredLogRecord,
  TimeRange,
  TraceStore,
  TraceSummary,
} from '@telltale/model';

const MAX_TRACES = 20;
const MAX_SLOW = 5;
const MAX_OF_TRACE = 300;
const MAX_WARNINGS = 200;
const MAX_CONTEXT = 10;
/** WARN, in the numbers of OpenTelemetry. */
const WARNING = 13;

/** Failed traces of the services, the slowest first, and slow ones where few failed; then by their begin. */
export async function readStoryTraces(
  store: TraceStore,
  services: readonly string[],
  range: TimeRange,
  signal?: AbortSignal,
): Promise<readonly TraceSummary[]> {
  const searches = services.flatMap((service) => [
    store.search({ ...range, service, status: 'error', order: 'slowest', limit: MAX_TRACES }, signal),
    store.search({ ...range, service, order: 'slowest', limit: MAX_SLOW }, signal),
  ]);
  const found = new Map((await Promise.all(searches)).flat().map((trace) => [trace.traceId, trace]));
  return [...found.values()]
    .toSorted(byTrouble)
    .slice(0, MAX_TRACES)
    .toSorted((a, b) => a.startMs - b.startMs);
}

/** The one that is worth being looked at first. */
export function worstTrace(traces: readonly TraceSummary[]): TraceSummary | undefined {
  return traces.toSorted(byTrouble)[0];
}

function byTrouble(a: TraceSummary, b: TraceSummary): number {
  return Number(b.errors > 0) - Number(a.errors > 0) || b.durationMs - a.durationMs;
}

/** Whose log records a story has. */
export interface StoryLogSelection {
  readonly services: readonly string[];
  readonly traceId: string | undefined;
  /** A record that is shown with what stands around it. */
  readonly recordId: string | undefined;
  /** Warnings are told from here on: those that came before are of something else. */
  readonly range: TimeRange;
}

/** All of the trace, warnings and worse of the services, and what stands around a record; the oldest first. */
export async function readStoryLogs(
  store: LogStore,
  { services, traceId, recordId, range }: StoryLogSelection,
  signal?: AbortSignal,
): Promise<{ readonly records: readonly StoredLogRecord[]; readonly hasMore: boolean }> {
  const oldest = { ...range, order: 'oldest' } as const;
  const [ofTrace, warnings, context] = await Promise.all([
    traceId === undefined
      ? undefined
      : store.search({ ...oldest, filter: isOf('trace_id', traceId), limit: MAX_OF_TRACE }, signal),
    services.length === 0
      ? undefined
      : store.search({ ...oldest, filter: warningsOf(services), limit: MAX_WARNINGS }, signal),
    recordId === undefined
      ? undefined
      : store.context(recordId, { before: MAX_CONTEXT, after: MAX_CONTEXT }, signal),
  ]);
  const around = context ? [...context.before, context.record, ...context.after] : [];
  const all = [...(ofTrace?.records ?? []), ...(warnings?.records ?? []), ...around];
  const found = new Map(all.map((record) => [record.id, record]));
  return {
    records: [...found.values()].toSorted((a, b) => a.timeMs - b.timeMs),
    hasMore: (ofTrace?.hasMore ?? false) || (warnings?.hasMore ?? false),
  };
}

function warningsOf(services: readonly string[]): LogFilter {
  const ofService: LogFilter = { kind: 'or', filters: services.map((service) => isOf('service', service)) };
  return { kind: 'and', filters: [ofService, { kind: 'severity', atLeast: WARNING }] };
}

function isOf(field: string, value: string): LogFilter {
  return { kind: 'field', field, operator: '=', value };
}
