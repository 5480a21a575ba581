import { isEntrySpan, serviceCalls } from '@telltale/model';
import type { OperationSelection, OperationStats, ServiceEdge, TimeRange } from '@telltale/model';
import { Turn } from '../../turns/turn.ts';
import type { BufferedFragment } from '../buffer/trace-buffer.ts';
import type { SpanHead } from '../codec/fragment.ts';
import type { MinuteRow, TraceFile } from '../file/trace-file.ts';
import { MINUTE_MS, minuteOf } from '../minute.ts';
import { Tally } from '../red/tally.ts';
import { NamedTallies } from './named-tallies.ts';
import { inMemory, uniqueHeads } from './trace-contents.ts';

/** Rows that are read without a look at the clock. */
const ROWS_PER_LOOK = 2000;
/** Ids of services and operations are below it: with it, two are one number. */
const IDS = 2 ** 24;

/** What is counted: in files, which seem not to change, and of what is in none of them. */
export interface CountedPlaces {
  readonly files: readonly TraceFile[];
  readonly waiting: readonly WaitingTrace[];
}

/** A trace that is in no file, but for spans of it that came and were counted before. */
export interface WaitingTrace {
  readonly fragments: readonly BufferedFragment[];
  readonly isCounted: (spanId: string) => boolean;
}

type ReadRows = (file: TraceFile, after: MinuteRow['key'], lastMinute: number, limit: number) => MinuteRow[];
type NameIds = (file: TraceFile, first: number, second: number, tally: Tally) => void;

/** Reads what is counted of spans by minutes: whole ones, those of which a part is in the range. */
export class RedReader {
  readonly #places: CountedPlaces;
  readonly #signal: AbortSignal;
  readonly #turn = new Turn();

  constructor(places: CountedPlaces, signal: AbortSignal) {
    this.#places = places;
    this.#signal = signal;
  }

  async services(range: TimeRange): Promise<{ service: string; operations: string[] }[]> {
    const counts = await this.#countOperations(range, () => true);
    const services = Map.groupBy(counts.all(), ({ first }) => first);
    return [...services]
      .map(([service, named]) => ({ service, operations: named.map(({ second }) => second).sort() }))
      .sort((a, b) => (a.service < b.service ? -1 : 1));
  }

  async operations(selection: OperationSelection): Promise<OperationStats[]> {
    const { service: only, entriesOnly = false, by = 'operation' } = selection;
    const counts = await this.#countOperations(
      selection,
      (isEntry, service) => (isEntry || !entriesOnly) && (only === undefined || service === only),
    );
    const named = by === 'service' ? counts.byFirst() : counts.all();
    return named.map(({ first: service, second: operation, tally }) => {
      const { calls, errors, meanMs, maxMs } = tally;
      const [p50, p95, p99] = [0.5, 0.95, 0.99].map((share) => tally.percentileMs(share));
      return { service, operation, calls, errors, durationMs: { mean: meanMs, p50, p95, p99, max: maxMs } };
    });
  }

  async edges(range: TimeRange): Promise<ServiceEdge[]> {
    const counts = new NamedTallies();
    await this.#addRows(
      range,
      (file, after, lastMinute, limit) => file.edgeMinutes(after, lastMinute, limit),
      ({ names }, caller, callee, tally) => {
        counts.of(names.serviceName(caller), names.serviceName(callee)).add(tally);
      },
    );
    await this.#addWaiting(range, (heads, isIn) => {
      for (const { caller, callee, span } of serviceCalls(heads, ({ peer }) => peer)) {
        if (isIn(span)) counts.of(caller, callee).count(span.durationMs, span.status === 'error');
      }
    });
    return counts.all().map(({ first: caller, second: callee, tally }) => {
      const { calls, errors, meanMs } = tally;
      return { caller, callee, calls, errors, durationMs: { mean: meanMs, p95: tally.percentileMs(0.95) } };
    });
  }

  async #countOperations(
    range: TimeRange,
    isWanted: (isEntry: boolean, service: string) => boolean,
  ): Promise<NamedTallies> {
    const counts = new NamedTallies();
    await this.#addRows(
      range,
      (file, after, lastMinute, limit) => file.operationMinutes(after, lastMinute, limit),
      ({ names }, id, isEntry, tally) => {
        const { service, operation } = names.operationName(id);
        if (isWanted(isEntry === 1, service)) counts.of(service, operation).add(tally);
      },
    );
    await this.#addWaiting(range, (heads, isIn) => {
      for (const head of heads) {
        const { service, name, durationMs, status } = head;
        if (!isIn(head) || !isWanted(isEntrySpan(head), service)) continue;
        counts.of(service, name).count(durationMs, status === 'error');
      }
    });
    return counts;
  }

  /** Adds up the rows of each file by their ids, and gives the sums by their names. */
  async #addRows(range: TimeRange, readRows: ReadRows, add: NameIds): Promise<void> {
    const { first, last } = minutesOf(range);
    for (const file of this.#places.files) {
      const totals = file.totals();
      const sums = new Map<number, Tally>();
      let after: MinuteRow['key'] | undefined = [Math.max(first, totals.firstMinute), -1, -1];
      while (after !== undefined && after[0] <= Math.min(last, totals.lastMinute)) {
        const rows: MinuteRow[] = readRows(file, after, last, ROWS_PER_LOOK);
        for (const { key, tally } of rows) sumOf(sums, key[1], key[2]).addWritten(tally);
        after = rows.length < ROWS_PER_LOOK ? undefined : rows.at(-1)?.key;
        await this.#pause();
      }
      for (const [ids, sum] of sums) add(file, Math.floor(ids / IDS), ids % IDS, sum);
    }
  }

  /** Traces that are in no file, those that may have begun in the range. */
  async #addWaiting(
    range: TimeRange,
    add: (heads: readonly SpanHead[], isIn: (head: SpanHead) => boolean) => void,
  ): Promise<void> {
    const { first, last } = minutesOf(range);
    const isIn = ({ startMs }: SpanHead) => minuteOf(startMs) >= first && minuteOf(startMs) <= last;
    for (const { fragments, isCounted } of this.#places.waiting) {
      const mayBeIn = fragments.some(
        ({ fragment }) => minuteOf(fragment.firstStartMs) <= last && minuteOf(fragment.lastStartMs) >= first,
      );
      if (!mayBeIn) continue;
      const found = fragments.map(({ fragment, place }) => inMemory(fragment, place.batch.resources));
      add(
        uniqueHeads(found).filter(({ spanId }) => !isCounted(spanId)),
        isIn,
      );
      await this.#pause();
    }
  }

  async #pause(): Promise<void> {
    if (this.#turn.isOver) await this.#turn.end(this.#signal);
  }
}

function sumOf(sums: Map<number, Tally>, first: number, second: number): Tally {
  const ids = first * IDS + second;
  let sum = sums.get(ids);
  if (sum === undefined) sums.set(ids, (sum = new Tally()));
  return sum;
}

/** Those of which a part is in a range. */
function minutesOf({ startMs, endMs }: TimeRange): { readonly first: number; readonly last: number } {
  return { first: minuteOf(startMs), last: Math.ceil(endMs / MINUTE_MS) - 1 };
}
