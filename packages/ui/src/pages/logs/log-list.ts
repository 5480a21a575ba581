import type { LogRecord, StoredLogRecord } from '@telltale/station/contract';
import type { LogsApi, LogSelection } from '../../data/api/logs-api.ts';
import { LineBuffer } from './line-buffer.ts';
import type { Line } from './line-buffer.ts';
import { RateCap } from './rate-cap.ts';

/** Lines of one answer. */
const PAGE = 200;
/** What was shown last is compared with what is asked for again. */
const COMPARED = 1000;

/** Clocks of services may be ahead of the station's. */
export const AHEAD_MS = 60_000;
/** Lines may come in so much after they were written. */
const LATE_MS = 5000;

/** What a list needs. */
export interface LogListOptions {
  readonly search: LogsApi['search'];
  /** Called after each change. */
  readonly onChange: () => void;
  /** Called in place of it where lines of a live tail came in, however fast they come. Default: `onChange`. */
  readonly onArrival?: () => void;
}

/**
 * The lines of the page: what was asked for, older ones as they are scrolled to, newer ones as they come in. While
 * somebody reads, new lines wait, so that nothing moves under their eyes.
 */
export class LogList {
  readonly lines = new LineBuffer();
  readonly #waiting = new LineBuffer();
  readonly #search: LogsApi['search'];
  readonly #onChange: () => void;
  readonly #onArrival: () => void;
  readonly #cap = new RateCap();
  #asked = new AbortController();
  #selection: LogSelection | undefined;
  #keys = 0;
  #isHeld = false;
  /** What waits follows on nothing that is shown: it takes its place. */
  #replaces = false;
  #oldestId: string | undefined;

  /** Why the lines could not be asked for; empty where they could. */
  error = '';
  isLoading = true;
  isLoadingMore = false;
  hasMore = false;
  /** Lines that came in and could not be shown. */
  dropped = 0;

  constructor({ search, onChange, onArrival = onChange }: LogListOptions) {
    this.#search = search;
    this.#onChange = onChange;
    this.#onArrival = onArrival;
  }

  /** Lines that wait to be shown. */
  get waiting(): number {
    return this.#waiting.length;
  }

  /** Asks for something else: what was shown stays until the answer is there. */
  async ask(selection: LogSelection): Promise<void> {
    this.#asked.abort();
    this.#asked = new AbortController();
    const { signal: own } = this.#asked;
    this.#selection = selection;
    this.isLoading = true;
    this.isLoadingMore = false;
    this.#onChange();
    await this.#try(async (signal) => {
      const { records, hasMore } = await this.#search({ ...selection, limit: PAGE }, signal);
      this.#waiting.clear();
      this.#replaces = false;
      this.dropped = 0;
      this.#show(records, hasMore);
    });
    // Whoever asked for something else meanwhile waits for that.
    if (own.aborted) return;
    this.isLoading = false;
    this.#onChange();
  }

  /** Asks for what came in since. */
  async refresh(nowMs: number): Promise<void> {
    const before = this.#selection;
    if (before === undefined || this.isLoading) return;
    const endMs = nowMs + AHEAD_MS;
    if (this.error !== '' || this.lines.length === 0) return this.ask({ ...before, endMs });
    const newestMs = (this.#waiting.at(0) ?? this.lines.at(0))?.record.timeMs ?? before.startMs;
    const startMs = Math.max(before.startMs, Math.floor(Math.min(newestMs, nowMs)) - LATE_MS);
    await this.#try(async (signal) => {
      const { records, hasMore } = await this.#search({ ...before, startMs, endMs, limit: PAGE }, signal);
      if (hasMore) return this.#jump(records);
      const known = this.#known();
      this.#add(
        records.filter((record) => !known.has(record.id) && !known.has(fingerprint(record))).toReversed(),
      );
    });
    this.#onChange();
  }

  /** Asks for what is older than the last line. */
  async more(): Promise<void> {
    const selection = this.#selection;
    if (selection === undefined || !this.hasMore || this.isLoading || this.isLoadingMore) return;
    if (this.lines.isFull || this.#oldestId === undefined) return;
    const { signal: own } = this.#asked;
    this.isLoadingMore = true;
    this.#onChange();
    await this.#try(async (signal) => {
      const { records, hasMore } = await this.#search(
        { ...selection, limit: PAGE, after: this.#oldestId },
        signal,
      );
      this.lines.addOlder(records.map((record) => this.#line(record)));
      this.#oldestId = records.at(-1)?.id ?? this.#oldestId;
      this.hasMore = hasMore;
    });
    if (own.aborted) return;
    this.isLoadingMore = false;
    this.#onChange();
  }

  /** Takes records of a live tail, the oldest first. */
  arrive(records: readonly LogRecord[], nowMs: number): void {
    const { taken, dropped } = this.#cap.take(records, nowMs);
    this.dropped += dropped;
    this.#add(taken);
    this.#onArrival();
  }

  /** So many were left out on the way. */
  miss(count: number): void {
    this.dropped += count;
    this.#onArrival();
  }

  /** Whether new lines wait. Those that do are shown when they no longer have to. */
  hold(isHeld: boolean): void {
    if (this.#isHeld === isHeld) return;
    this.#isHeld = isHeld;
    if (!isHeld) this.release();
  }

  /** Shows the lines that wait. */
  release(): void {
    if (this.#waiting.length === 0) return;
    if (this.#replaces) {
      this.lines.clear();
      this.#oldestId = this.#waiting.at(this.#waiting.length - 1)?.id;
      this.hasMore = true;
      this.#replaces = false;
    }
    this.lines.take(this.#waiting);
    this.#onChange();
  }

  /** Asks nothing any more. */
  close(): void {
    this.#asked.abort();
  }

  #show(records: readonly StoredLogRecord[], hasMore: boolean): void {
    this.lines.clear();
    this.lines.addOlder(records.map((record) => this.#line(record)));
    this.#oldestId = records.at(-1)?.id;
    this.hasMore = hasMore;
  }

  /** More came in than one answer has: the list goes on from the newest. */
  #jump(records: readonly StoredLogRecord[]): void {
    if (!this.#isHeld) return this.#show(records, true);
    this.#waiting.clear();
    this.#replaces = true;
    this.#waiting.addOlder(records.map((record) => this.#line(record)));
  }

  #add(records: readonly LogRecord[]): void {
    if (records.length === 0) return;
    (this.#isHeld ? this.#waiting : this.lines).addNewer(records.map((record) => this.#line(record)));
  }

  #line(record: LogRecord | StoredLogRecord): Line {
    const id = 'id' in record ? record.id : undefined;
    return { key: id ?? `new-${this.#keys++}`, id, record, heightPx: 0 };
  }

  /** What was shown last: ids, and of lines of a tail, which knows none, what they say. */
  #known(): ReadonlySet<string> {
    const newest = [...this.#waiting.slice(0, COMPARED), ...this.lines.slice(0, COMPARED)];
    return new Set(newest.map(({ id, record }) => id ?? fingerprint(record)));
  }

  async #try(deed: (signal: AbortSignal) => Promise<void>): Promise<void> {
    const { signal } = this.#asked;
    try {
      await deed(signal);
      this.error = '';
    } catch (error) {
      if (!signal.aborted) this.error = error instanceof Error ? error.message : String(error);
    }
  }
}

function fingerprint({ timeMs, service, message, spanId }: LogRecord): string {
  return `${timeMs} ${service} ${spanId ?? ''} ${message}`;
}
