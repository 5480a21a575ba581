import type {
  Expr,
  LabelSet,
  QueryAnnotation,
  QueryOptions,
  QueryRange,
  QueryResult,
  QueryService,
} from '@telltale/model';
import { TelltaleError, printExpr } from '@telltale/model';
import { readMetadata } from './answer/read-metadata.ts';
import { addStats, readStats } from './answer/read-stats.ts';
import { readLabels, readQueryValue } from './answer/read-value.ts';
import { listOf } from './json-record.ts';
import { fixTimes } from './range/fix-times.ts';
import { joinSeries } from './range/join-series.ts';
import { splitRange } from './range/split-range.ts';
import { seconds, seriesParameters } from './server/parameters.ts';
import type { ApiAnswer } from './server/read-envelope.ts';
import type { RemoteServer } from './server/remote-server.ts';

/** Of a query that says nothing of its time, and of label APIs. */
const DEFAULT_TIMEOUT_MS = 120_000;
/** What is asked where every series is meant: the API wants a selector. */
const ALL_SERIES = '{__name__!=""}';

/**
 * Queries that another server answers as a whole: their text goes there as it was written, also where it is in a
 * language that only that server understands.
 *
 * @example
 * ```ts
 * const server = createRemoteServer({ url: 'http://prometheus:9090' });
 * const { value } = await createRemoteQueryService(server).instant('up == 0', Date.now());
 * ```
 */
export function createRemoteQueryService(
  server: RemoteServer,
  timeoutMs: number = DEFAULT_TIMEOUT_MS,
): QueryService {
  const asking = { server, timeoutMs };
  const list = async (path: string, parameters: URLSearchParams, takesForm: boolean) => {
    const { data } = await server.ask({ path, parameters, takesForm, timeoutMs });
    return shaped(server, () => listOf(data));
  };
  return {
    instant: (query, timeMs, options) => askInstant(asking, textOf(query), timeMs, options),
    range: (query, range, options) => askRange(asking, textOf(query), range, options),
    series: async (query) => {
      const parameters = seriesParameters(query);
      if (query.selectors.length === 0) parameters.append('match[]', ALL_SERIES);
      const found = await list('series', parameters, true);
      return shaped(server, (): LabelSet[] => found.map(readLabels));
    },
    labelNames: async (query) => (await list('labels', seriesParameters(query), true)).map(String),
    labelValues: async (name, query) => {
      const path = `label/${encodeURIComponent(name)}/values`;
      return (await list(path, seriesParameters(query), false)).map(String);
    },
    metadata: async () => readMetadata((await server.ask({ path: 'metadata', timeoutMs })).data),
  };
}

interface Asking {
  readonly server: RemoteServer;
  readonly timeoutMs: number;
}

function askInstant(
  asking: Asking,
  query: string,
  timeMs: number,
  options: QueryOptions = {},
): Promise<QueryResult> {
  return askQuery(asking, 'query', { query, time: seconds(timeMs) }, options);
}

/** A range of more steps than servers answer at a time is asked for in parts, one after the other. */
async function askRange(
  asking: Asking,
  query: string,
  range: QueryRange,
  options: QueryOptions = {},
): Promise<QueryResult> {
  const parts = splitRange(range);
  const text = parts.length === 1 ? query : fixTimes(query, range);
  const deadlineMs = performance.now() + (options.timeoutMs ?? asking.timeoutMs);
  const results: QueryResult[] = [];
  for (const { startMs, endMs, stepMs } of parts) {
    const [start, end, step] = [startMs, endMs, stepMs].map(seconds);
    const timeoutMs = Math.max(1, deadlineMs - performance.now());
    results.push(
      await askQuery(asking, 'query_range', { query: text, start, end, step }, { ...options, timeoutMs }),
    );
  }
  return results.length === 1 ? results[0] : joinResults(results);
}

async function askQuery(
  { server, timeoutMs: defaultMs }: Asking,
  path: 'query' | 'query_range',
  question: Readonly<Record<string, string>>,
  { signal, timeoutMs = defaultMs, lookbackMs, countsSamples = false }: QueryOptions,
): Promise<QueryResult> {
  const startedMs = performance.now();
  const parameters = new URLSearchParams({
    ...question,
    timeout: seconds(Math.ceil(timeoutMs)),
    ...(lookbackMs !== undefined && { lookback_delta: seconds(lookbackMs) }),
    ...(countsSamples && { stats: 'all' }),
  });
  const answer = await server.ask({ path, parameters, takesForm: true, timeoutMs, signal });
  const value = shaped(server, () => readQueryValue(answer.data));
  const stats = readStats(answer.data, performance.now() - startedMs);
  return { value, annotations: annotationsOf(answer), stats };
}

function joinResults(results: readonly QueryResult[]): QueryResult {
  const series = joinSeries(results.map(({ value }) => (value.type === 'matrix' ? value.series : [])));
  const annotations = new Map(results.flatMap((one) => one.annotations).map((note) => [note.message, note]));
  return {
    value: { type: 'matrix', series },
    annotations: [...annotations.values()],
    stats: addStats(results.map(({ stats }) => stats)),
  };
}

function annotationsOf({ warnings, infos }: ApiAnswer): QueryAnnotation[] {
  return [
    ...warnings.map((message): QueryAnnotation => ({ severity: 'warning', message })),
    ...infos.map((message): QueryAnnotation => ({ severity: 'info', message })),
  ];
}

/** What is in the envelope but not of the form that the API describes comes from no such server. */
function shaped<Value>({ host }: RemoteServer, read: () => Value): Value {
  try {
    return read();
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new TelltaleError('TT_REMOTE_UNAVAILABLE', `${host}: ${reason}`, { cause });
  }
}

function textOf(query: string | Expr): string {
  return typeof query === 'string' ? query : printExpr(query);
}
