/** Where a record is in the order of all: by its time, then by its arrival. */
export interface RecordKey {
  /** Microseconds since the epoch. */
  readonly timeUs: number;
  /** Counts the records of the store as they arrive. */
  readonly sequence: number;
}

const ID = /^([0-9a-z]{1,11})-([0-9a-z]{1,11})$/;
const BASE = 36;
/** Every time of a record is below. */
const END_US = Number.MAX_SAFE_INTEGER;

export function compareKeys(a: RecordKey, b: RecordKey): number {
  return a.timeUs - b.timeUs || a.sequence - b.sequence;
}

/** The id has the key itself: it stays the same wherever the record is kept, and pages go on behind what is gone. */
export function printRecordId({ timeUs, sequence }: RecordKey): string {
  return `${timeUs.toString(BASE)}-${sequence.toString(BASE)}`;
}

/** The key in an id; nothing where a store never made such an id. */
export function parseRecordId(id: string): RecordKey | undefined {
  const match = ID.exec(id);
  if (match === null) return undefined;
  const key = { timeUs: Number.parseInt(match[1], BASE), sequence: Number.parseInt(match[2], BASE) };
  return Number.isSafeInteger(key.timeUs) && Number.isSafeInteger(key.sequence) ? key : undefined;
}

/** The first microsecond that is not before a time in milliseconds, as numbers compare. */
export function firstUsFrom(timeMs: number): number {
  if (!(timeMs > 0)) return 0;
  let timeUs = Math.ceil(timeMs * 1000);
  if (!(timeUs < END_US)) return END_US;
  // The product is rounded, and so is the quotient that a record's time is.
  while ((timeUs - 1) / 1000 >= timeMs) timeUs--;
  while (timeUs / 1000 < timeMs) timeUs++;
  return timeUs;
}
