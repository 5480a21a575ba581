/** A server without anything, with the SDK, or with a middleware that costs more than it may. */
export type MeasuredServer = 'bare' | 'sdk' | 'expensive';

/** Of all threads of a process, since its start. */
export interface ProcessorTaken {
  readonly cpuMs: number;
}

/** What a process holds, after a collection. */
export interface MemoryTaken {
  readonly rssBytes: number;
  /** Heap and what belongs to it. */
  readonly usedBytes: number;
}
