import { TelltaleError } from '../errors/telltale-error.ts';
import { compileLogFilter } from '../logs/compile-log-filter.ts';
import type { LogRecord } from '../logs/log-record.ts';
import { severityName } from '../logs/severity.ts';
import type { CompileRegexp } from '../search/compile-regexp.ts';
import { logFieldsOf } from './log-fields.ts';
import type {
  LogContext,
  LogCount,
  LogField,
  LogPage,
  LogSearch,
  LogSelection,
  LogStore,
  LogStoreStats,
  StoredLogRecord,
} from './log-store.ts';

/** About what a record takes without its texts; for the figures only. */
const RECORD_BYTES = 200;

/** Log records that live as long as the process: for tests, proofs and trials. Every store answers as this one does. */
export class MemoryLogStore implements LogStore {
  readonly #compileRegexp: CompileRegexp;
  /** By time; those of the same time by their arrival. */
  #records: StoredLogRecord[] = [];
  #nextId = 1;

  constructor(compileRegexp: CompileRegexp) {
    this.#compileRegexp = compileRegexp;
  }

  async append(records: readonly LogRecord[]): Promise<void> {
    const stored = records.map((record) => ({ ...record, id: String(this.#nextId++) }));
    this.#records = [...this.#records, ...stored].sort((a, b) => a.timeMs - b.timeMs);
  }

  async search(search: LogSearch, signal?: AbortSignal): Promise<LogPage> {
    signal?.throwIfAborted();
    const { limit, order = 'newest', after } = search;
    const inOrder = order === 'newest' ? this.#records.toReversed() : this.#records;
    const rest = after === undefined ? inOrder : inOrder.slice(indexOf(inOrder, after) + 1);
    const records = rest.filter(this.#test(search));
    return { records: records.slice(0, limit), hasMore: records.length > limit };
  }

  async counts(selection: LogSelection, stepMs: number, signal?: AbortSignal): Promise<LogCount[]> {
    signal?.throwIfAborted();
    const steps = new Map<number, Record<string, number>>();
    for (const { timeMs, severity } of this.#records.filter(this.#test(selection))) {
      const stepStart = Math.floor(timeMs / stepMs) * stepMs;
      const counts = steps.get(stepStart) ?? {};
      const name = severityName(severity) ?? 'unknown';
      counts[name] = (counts[name] ?? 0) + 1;
      steps.set(stepStart, counts);
    }
    return [...steps].map(([timeMs, counts]) => ({ timeMs, counts }));
  }

  async fields(selection: LogSelection, limit: number, signal?: AbortSignal): Promise<LogField[]> {
    const { records } = await this.search({ ...selection, limit }, signal);
    return logFieldsOf(records);
  }

  async context(
    id: string,
    size: { readonly before: number; readonly after: number },
    signal?: AbortSignal,
  ): Promise<LogContext | undefined> {
    signal?.throwIfAborted();
    const record = this.#records.find((each) => each.id === id);
    if (!record) return undefined;
    const ofService = this.#records.filter(({ service }) => service === record.service);
    const at = ofService.indexOf(record);
    const before = ofService.slice(Math.max(0, at - size.before), at);
    return { before, record, after: ofService.slice(at + 1, at + 1 + size.after) };
  }

  async stats(): Promise<LogStoreStats> {
    const bytes = this.#records.reduce((sum, { message }) => sum + RECORD_BYTES + message.length, 0);
    const oldestMs = this.#records.at(0)?.timeMs;
    return { records: this.#records.length, bytes, ...(oldestMs !== undefined && { oldestMs }) };
  }

  async close(): Promise<void> {
    // Nothing is held but memory.
  }

  #test({ startMs, endMs, filter }: LogSelection): (record: LogRecord) => boolean {
    const matches = filter ? compileLogFilter(filter, this.#compileRegexp) : () => true;
    return (record) => record.timeMs >= startMs && record.timeMs < endMs && matches(record);
  }
}

function indexOf(records: readonly StoredLogRecord[], id: string): number {
  const index = records.findIndex((record) => record.id === id);
  if (index === -1) throw new TelltaleError('TT_LOG_PAGE', `There is no log record '${id}' to go on after.`);
  return index;
}
