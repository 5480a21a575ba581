import { TelltaleError } from '@telltale/model';
import type { LogCountsResponse } from '@telltale/station/contract';
import { createPaint } from '../check/report/paint.ts';
import type { CommandIo } from '../io/command-io.ts';
import { EXIT } from '../io/command-io.ts';
import { durationOption } from '../io/duration-option.ts';
import { interruptible } from '../io/interruptible.ts';
import { serverAddress } from '../io/server-address.ts';
import { wholeNumberOption } from '../io/whole-number-option.ts';
import { followToOutput } from '../logs/follow-to-output.ts';
import { logExcerpts } from '../logs/log-context.ts';
import { formatRecord } from '../logs/log-line.ts';
import type { LogQueryOptions } from '../logs/log-query.ts';
import { logQueryOf } from '../logs/log-query.ts';
import { formatCounts, usualStep } from '../logs/print-counts.ts';
import { searchLogs } from '../logs/search-logs.ts';
import type { RecordFormat } from '../logs/write-records.ts';
import { writeRecords } from '../logs/write-records.ts';
import { askStation } from '../server/ask-station.ts';
import type { TimeRangeOptions } from '../signals/time-range.ts';
import { timeRange } from '../signals/time-range.ts';

/** The options of `telltale logs`. */
export interface LogsCommandOptions extends LogQueryOptions, TimeRangeOptions {
  readonly limit?: string;
  readonly follow?: boolean;
  /** Records of the same service around each one. */
  readonly context?: string;
  readonly counts?: boolean;
  readonly step?: string;
  readonly json?: boolean;
  readonly url?: string;
}

const LIMIT = { fallback: 100, most: 100_000 };
/** Shown before those that come. */
const LAST = { fallback: 10, least: 0, most: 5000 };
const CONTEXT = { fallback: 0, least: 0, most: 1000 };
/** Each is a request of its own. */
const MAX_EXCERPTS = 200;

/**
 * `telltale logs`: searches the log records of a station, counts or follows them.
 *
 * @throws TelltaleError TT_USAGE, TT_SEARCH_SYNTAX, TT_STATION_UNREACHABLE
 */
export async function logsCommand(options: LogsCommandOptions, io: CommandIo): Promise<number> {
  checkTogether(options);
  const address = serverAddress(options.url, io);
  const query = logQueryOf(options);
  if (options.follow) return follow(address, query, options, io);
  if (options.counts) return counts(address, query, options, io);
  const range = timeRange(options, Date.now());
  const limit = wholeNumberOption('--limit', options.limit, LIMIT);
  const { records, hasMore } = await searchLogs(address, { query, ...range, limit });
  if (options.context === undefined) await writeRecords(records, formatOf(options, io), io);
  else {
    if (records.length > MAX_EXCERPTS) throw tooManyExcerpts(records.length);
    const size = wholeNumberOption('--context', options.context, CONTEXT);
    writeExcerpts(await logExcerpts(address, records, size), io);
  }
  if (options.json) return EXIT.ok;
  if (records.length === 0) io.writeError(`Nothing matches since ${options.since ?? '1h'}.\n`);
  if (hasMore) io.writeError(`There are older ones: these are the newest ${limit} (--limit).\n`);
  return EXIT.ok;
}

function formatOf({ json }: LogsCommandOptions, io: CommandIo): RecordFormat {
  return json ? { kind: 'json' } : { kind: 'text', paint: createPaint(io.useColor) };
}

function checkTogether({ follow, counts, context, until, step, json }: LogsCommandOptions): void {
  const pairs: readonly (readonly [boolean, string])[] = [
    [Boolean(follow && counts), '--follow and --counts'],
    [Boolean(follow && context !== undefined), '--follow and --context'],
    [Boolean(follow && until !== undefined), '--follow and --until'],
    [Boolean(counts && context !== undefined), '--counts and --context'],
    [Boolean(json && context !== undefined), '--json and --context'],
    [step !== undefined && !counts, '--step without --counts'],
  ];
  const wrong = pairs.find(([isGiven]) => isGiven);
  if (wrong) throw new TelltaleError('TT_USAGE', `${wrong[1]} make no sense together`);
}

async function follow(
  address: string,
  query: string,
  options: LogsCommandOptions,
  io: CommandIo,
): Promise<number> {
  const { start } = timeRange(options, Date.now());
  const limit = wholeNumberOption('--limit', options.limit, LAST);
  const stopped = new TelltaleError('TT_USAGE', 'stopped');
  const what = { address, query, limit, start, format: formatOf(options, io) };
  await interruptible(stopped, (signal) => followToOutput(what, io, signal));
  return EXIT.ok;
}

async function counts(
  address: string,
  query: string,
  options: LogsCommandOptions,
  io: CommandIo,
): Promise<number> {
  const range = timeRange(options, Date.now());
  const step =
    options.step === undefined
      ? usualStep(range.end - range.start)
      : durationOption('--step', options.step) / 1000;
  const parameters = { query, ...range, step };
  const answer = await askStation<LogCountsResponse>(address, { path: 'logs/counts', parameters }, 'counts');
  const found = answer?.counts ?? [];
  if (options.json) io.write(`${JSON.stringify({ stepMs: step * 1000, counts: found }, undefined, 2)}\n`);
  else io.write(formatCounts(found, createPaint(io.useColor)));
  if (!options.json && found.length === 0) io.writeError(`Nothing matches since ${options.since ?? '1h'}.\n`);
  return EXIT.ok;
}

function writeExcerpts(excerpts: Awaited<ReturnType<typeof logExcerpts>>, io: CommandIo): void {
  const paint = createPaint(io.useColor);
  const texts = excerpts.map(({ records, found }) =>
    records
      .map((record) => `${found.has(record.id) ? paint.bold('>') : ' '} ${formatRecord(record, paint)}`)
      .join(''),
  );
  io.write(texts.join(`${paint.dim('--')}\n`));
}

function tooManyExcerpts(count: number): TelltaleError {
  return new TelltaleError('TT_USAGE', `--context shows at most ${MAX_EXCERPTS} places, these are ${count}`, {
    fix: `Narrow the query, or write --limit ${MAX_EXCERPTS}.`,
  });
}
