/** A server without anything, with the SDK, or with a middleware that costs more than it may. */
export type MeasuredServer = 'bare' | 'sdk' | 'expensive';

/** What a process has taken since its start. */
export interface Taken {
  /** Of all its threads. */
  readonly cpuMs: number;
  readonly rssBytes: number;
  /** Heap and what belongs to it, after a collection. */
  readonly usedBytes: number;
}
