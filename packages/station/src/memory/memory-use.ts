import { totalmem } from 'node:os';
import { constrainedMemory } from 'node:process';
import { readOldHeap } from './heap-use.ts';

/** The memory of the process, and what it may have. */
export interface MemoryUse {
  readonly residentBytes: number;
  /** The most that may be resident: of the control group, or as it was set. Absent where nothing limits it. */
  readonly limitBytes: number | undefined;
  /** Lasting heap of the thread that scrapes, takes and alerts; that of queries has a limit of its own. */
  readonly heapBytes: number;
  readonly heapLimitBytes: number;
}

/** Reads both, in some microseconds. */
export function readMemoryUse(limitBytes: number | undefined): MemoryUse {
  const { bytes: heapBytes, limitBytes: heapLimitBytes } = readOldHeap();
  return { residentBytes: process.memoryUsage.rss(), limitBytes, heapBytes, heapLimitBytes };
}

/** The limit of the control group, as a container has one; absent where it has the whole machine. */
export function groupLimitBytes(): number | undefined {
  const bytes = constrainedMemory();
  return bytes > 0 && bytes < totalmem() ? bytes : undefined;
}

/** From this share on it is critical, of a large memory. */
const CRITICAL_SHARE = 0.94;
/** So much has to be free at least: what is being done may still take it. */
const RESERVE_BYTES = 32 * 2 ** 20;

/** How far the use is beyond what is critical, as a share of the limit; below 0 it is not. Either limit ends the process. */
export function memoryStrain({ residentBytes, limitBytes, heapBytes, heapLimitBytes }: MemoryUse): number {
  const ofHeap = strainOf(heapBytes, heapLimitBytes);
  return limitBytes === undefined ? ofHeap : Math.max(ofHeap, strainOf(residentBytes, limitBytes));
}

function strainOf(bytes: number, limitBytes: number): number {
  return bytes / limitBytes - Math.min(CRITICAL_SHARE, 1 - RESERVE_BYTES / limitBytes);
}
