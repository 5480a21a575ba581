import { TelltaleError, parseTraceQuery } from '@telltale/model';
import type { LogRecord } from '@telltale/model';
import type {
  ServiceMapResponse,
  TraceComparisonResponse,
  TraceOperationsResponse,
  TraceResponse,
  TracesResponse,
} from '@telltale/station/contract';
import { createPaint } from '../check/report/paint.ts';
import type { CommandIo } from '../io/command-io.ts';
import { EXIT } from '../io/command-io.ts';
import { durationOption } from '../io/duration-option.ts';
import { serverAddress } from '../io/server-address.ts';
import { wholeNumberOption } from '../io/whole-number-option.ts';
import { searchLogs } from '../logs/search-logs.ts';
import type { StationQuestion } from '../server/ask-station.ts';
import { askStation } from '../server/ask-station.ts';
import type { TimeRangeOptions } from '../signals/time-range.ts';
import { timeRange } from '../signals/time-range.ts';
import { formatComparison, formatMap, formatOperations, formatTraces } from '../traces/print-traces.ts';
import { traceTree } from '../traces/trace-tree.ts';
import { formatWaterfall } from '../traces/waterfall.ts';

/** The options of `telltale traces`. */
export interface TracesCommandOptions extends TimeRangeOptions {
  /** Words of a query, or the id of a trace. */
  readonly query: readonly string[];
  readonly limit?: string;
  readonly slowest?: boolean;
  readonly map?: boolean;
  readonly stats?: boolean;
  readonly compare?: boolean;
  /** What is compared with. */
  readonly against?: string;
  readonly offset?: string;
  readonly json?: boolean;
  readonly url?: string;
}

const LIMIT = { fallback: 20, most: 1000 };
/** Traces of each set that are compared. */
const SAMPLE = { fallback: 200, most: 1000 };
/** Log records of a trace that are shown. */
const MAX_RECORDS = 5000;
/** What is logged around the spans of a trace belongs to it. */
const MARGIN_SECONDS = 60;
const TRACE_ID = /^[0-9a-f]{32}$/i;
const DEFAULT_WIDTH = 120;

/**
 * `telltale traces`: searches the traces of a station, shows one, or says what all of them tell.
 *
 * @throws TelltaleError TT_USAGE, TT_SEARCH_SYNTAX, TT_STATION_UNREACHABLE
 */
export async function tracesCommand(options: TracesCommandOptions, io: CommandIo): Promise<number> {
  checkTogether(options);
  const address = serverAddress(options.url, io);
  const query = options.query.join(' ');
  if (TRACE_ID.test(query)) return showTrace(address, query.toLowerCase(), options, io);
  parseTraceQuery(query);
  const range = timeRange(options, Date.now());
  if (options.map) return show<ServiceMapResponse>(address, mapOf(range), 'nodes', formatMap, options, io);
  if (options.stats)
    return show<TraceOperationsResponse>(
      address,
      statsOf(query, range),
      'operations',
      formatOperations,
      options,
      io,
    );
  if (options.compare) {
    const question = comparisonOf(query, range, options);
    return show<TraceComparisonResponse>(address, question, 'attributes', formatComparison, options, io);
  }
  const parameters = {
    query,
    ...range,
    limit: wholeNumberOption('--limit', options.limit, LIMIT),
    order: options.slowest ? 'slowest' : 'newest',
  };
  const answer = await askStation<TracesResponse>(address, { path: 'traces', parameters }, 'traces');
  const traces = answer?.traces ?? [];
  if (options.json) io.write(`${JSON.stringify({ traces }, undefined, 2)}\n`);
  else if (traces.length > 0) io.write(formatTraces(traces));
  else io.writeError(`Nothing matches since ${options.since ?? '1h'}.\n`);
  return EXIT.ok;
}

function checkTogether(options: TracesCommandOptions): void {
  const { query, map, stats, compare, slowest, against, offset, limit } = options;
  const views = [map && '--map', stats && '--stats', compare && '--compare', slowest && '--slowest'];
  const given = views.filter((one) => typeof one === 'string');
  if (given.length > 1) throw new TelltaleError('TT_USAGE', `${given.join(' and ')} make no sense together`);
  if (map && query.length > 0) {
    throw new TelltaleError('TT_USAGE', '--map is of all spans: a query does not narrow it down');
  }
  if (!compare && (against !== undefined || offset !== undefined)) {
    throw new TelltaleError('TT_USAGE', '--against and --offset say what --compare compares with: add it');
  }
  if (limit !== undefined && (map || stats)) {
    throw new TelltaleError('TT_USAGE', `--limit has no effect with ${map ? '--map' : '--stats'}`);
  }
}

/** Asks for something and prints it whole. */
async function show<Answer extends object>(
  address: string,
  question: StationQuestion,
  key: keyof Answer & string,
  format: (answer: Answer) => string,
  { json }: TracesCommandOptions,
  io: CommandIo,
): Promise<number> {
  const answer = await askStation<Answer>(address, question, key);
  if (answer) io.write(json ? `${JSON.stringify(answer, undefined, 2)}\n` : format(answer));
  return EXIT.ok;
}

type Range = ReturnType<typeof timeRange>;

function mapOf(range: Range): StationQuestion {
  return { path: 'traces/map', parameters: { ...range } };
}

/** Operations are counted from all spans, so that only their service can be chosen. */
function statsOf(query: string, range: Range): StationQuestion {
  const { service, ...others } = parseTraceQuery(query);
  if (Object.keys(others).length > 0) {
    throw new TelltaleError('TT_USAGE', '--stats are of all spans: only service:… narrows them down', {
      fix: 'Leave the rest of the query out, or compare by it: --compare.',
    });
  }
  return { path: 'traces/operations', parameters: { ...range, service } };
}

/** By default what matches is compared with the rest, and without a query with the time before. */
function comparisonOf(query: string, range: Range, options: TracesCommandOptions): StationQuestion {
  const { against = '', offset, limit } = options;
  parseTraceQuery(against);
  const isOfTime = offset !== undefined || (query === '' && against === '');
  const shift = !isOfTime
    ? 0
    : offset === undefined
      ? range.end - range.start
      : durationOption('--offset', offset) / 1000;
  const parameters = {
    query,
    ...range,
    baseline_query: against === '' && offset !== undefined ? query : against,
    baseline_start: range.start - shift,
    baseline_end: range.end - shift,
    limit: wholeNumberOption('--limit', limit, SAMPLE),
  };
  return { path: 'traces/compare', parameters };
}

async function showTrace(
  address: string,
  traceId: string,
  options: TracesCommandOptions,
  io: CommandIo,
): Promise<number> {
  const trace = await askStation<TraceResponse>(address, { path: `traces/${traceId}` }, 'spans');
  if (!trace) {
    throw new TelltaleError('TT_USAGE', `there is no trace ${traceId}`, {
      fix: 'It may be older than what is kept, not sampled, or still on its way.',
    });
  }
  const { spans } = trace;
  const start = Math.min(...spans.map(({ startMs }) => startMs)) / 1000 - MARGIN_SECONDS;
  const end =
    Math.max(...spans.map(({ startMs, durationMs }) => startMs + durationMs)) / 1000 + MARGIN_SECONDS;
  const records: readonly LogRecord[] = (
    await searchLogs(address, { query: `trace:${traceId}`, start, end, limit: MAX_RECORDS })
  ).records;
  if (options.json) {
    io.write(`${JSON.stringify({ ...trace, logs: records }, undefined, 2)}\n`);
    return EXIT.ok;
  }
  const style = { paint: createPaint(io.useColor), width: io.columns ?? DEFAULT_WIDTH };
  io.write(formatWaterfall(traceId, spans, traceTree(spans, records), style));
  return EXIT.ok;
}
