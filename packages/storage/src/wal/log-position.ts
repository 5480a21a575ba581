/** A place in the write-ahead log: so many bytes into the file of this number. Always where a frame begins. */
export interface LogPosition {
  readonly segment: number;
  readonly offset: number;
}

/** Below 0 where `a` comes before `b`. */
export function comparePositions(a: LogPosition, b: LogPosition): number {
  return a.segment - b.segment || a.offset - b.offset;
}
