import type { SpanStatus } from '@telltale/model';
import { ByteReader } from '../../bytes/byte-reader.ts';
import { ByteWriter } from '../../bytes/byte-writer.ts';
import type { SpanHead } from '../codec/fragment.ts';
import { SPAN_STATUSES } from '../codec/fragment-writer.ts';
import { MINUTE_MS, minuteOf } from '../minute.ts';
import { bucketOf } from '../red/duration-buckets.ts';

/** Stands for all operations. */
export const ANY_OPERATION = 0;
/** The statuses of spans are bits below the bucket of the longest. */
const STATUS_BITS = 3;
const MICROSECONDS_PER_MS = 1000;
/** Minutes of all times that spans can have are below it: with it, operation and minute are one number. */
const MINUTES = 2 ** 28;

/** Spans of an operation in a part of a trace, which began in the same minute. */
export interface IndexEntry {
  /** The last begin, rounded down to milliseconds since the begin of the minute. */
  readonly startMs: number;
  readonly part: number;
  /** What the spans have between them: the statuses, and the bucket of the longest duration. */
  readonly traits: number;
}

/** A row of the index. */
export interface IndexRow {
  readonly operation: number;
  readonly minute: number;
  readonly firstPart: number;
  readonly entries: Uint8Array;
}

/** Collects the entries of parts that are written together. */
export class SpanIndex {
  readonly #rows = new Map<number, IndexEntry[]>();

  /** Adds a part: an entry for each operation and minute, and one for all operations. */
  add(part: number, heads: readonly SpanHead[], operationOf: (head: SpanHead) => number): void {
    const found = new Map<number, { startMs: number; traits: number }>();
    for (const head of heads) {
      const minute = minuteOf(head.startMs);
      const startMs = Math.floor(head.startMs) - minute * MINUTE_MS;
      const traits = traitsOf(head);
      for (const operation of [ANY_OPERATION, operationOf(head)]) {
        const key = operation * MINUTES + minute;
        const entry = found.get(key);
        if (entry === undefined) found.set(key, { startMs, traits });
        else {
          entry.startMs = Math.max(entry.startMs, startMs);
          entry.traits = joinedTraits(entry.traits, traits);
        }
      }
    }
    for (const [key, { startMs, traits }] of found) {
      const entries = this.#rows.get(key);
      if (entries === undefined) this.#rows.set(key, [{ startMs, part, traits }]);
      else entries.push({ startMs, part, traits });
    }
  }

  rows(): IndexRow[] {
    const writer = new ByteWriter(1 << 10);
    return [...this.#rows].map(([key, entries]) => {
      const firstPart = entries.reduce((first, { part }) => Math.min(first, part), Infinity);
      let startMs = 0;
      let part = firstPart;
      for (const entry of entries.sort((a, b) => a.startMs - b.startMs)) {
        writer.varint(entry.startMs - startMs);
        writer.zigzag(entry.part - part);
        writer.varint(entry.traits);
        ({ startMs, part } = entry);
      }
      const operation = Math.floor(key / MINUTES);
      return { operation, minute: key % MINUTES, firstPart, entries: writer.take() };
    });
  }
}

/** Reads the entries of a row. */
export function readEntries(firstPart: number, bytes: Uint8Array): IndexEntry[] {
  const reader = new ByteReader(bytes);
  const entries: IndexEntry[] = [];
  let startMs = 0;
  let part = firstPart;
  while (reader.offset < bytes.length) {
    startMs += reader.varint();
    part += reader.zigzag();
    entries.push({ startMs, part, traits: reader.varint() });
  }
  return entries;
}

/** Says of an entry whether one of its spans may have a status and be as long. */
export function compileTraitsTest(
  status: SpanStatus | undefined,
  minDurationMs: number,
): (traits: number) => boolean {
  const statuses = status === undefined ? (1 << STATUS_BITS) - 1 : statusBit(status);
  const leastBucket = bucketOf(Math.round(minDurationMs * MICROSECONDS_PER_MS));
  return (traits) => (traits & statuses) !== 0 && traits >> STATUS_BITS >= leastBucket;
}

function traitsOf({ status, durationMs }: SpanHead): number {
  const bucket = bucketOf(Math.round(durationMs * MICROSECONDS_PER_MS));
  return (bucket << STATUS_BITS) | statusBit(status);
}

function statusBit(status: SpanStatus): number {
  return 1 << SPAN_STATUSES.indexOf(status);
}

function joinedTraits(a: number, b: number): number {
  const statuses = (1 << STATUS_BITS) - 1;
  return (Math.max(a >> STATUS_BITS, b >> STATUS_BITS) << STATUS_BITS) | ((a | b) & statuses);
}
