import { getHeapSpaceStatistics, getHeapStatistics } from 'node:v8';

const MEBIBYTE = 2 ** 20;

/** What V8 keeps for young objects where nobody says otherwise: three times its semi-space. */
const YOUNG_BYTES = 192 * MEBIBYTE;
/** The same as a share, where V8 chooses the size of the whole heap by the memory of the machine. */
const YOUNG_SHARE = 192 / 4288;

/** Spaces that are not counted: young objects have a limit of their own, shared ones belong to all threads. */
const NOT_OLD = /^(?:new|read_only|shared)_/;

/** What of the heap stays: V8 ends the process when that is full, with most of the whole limit free. */
export interface OldHeap {
  readonly bytes: number;
  readonly limitBytes: number;
}

/** Reads the old generation of this thread's heap, in some microseconds. */
export function readOldHeap(): OldHeap {
  const bytes = getHeapSpaceStatistics()
    .filter(({ space_name: name }) => !NOT_OLD.test(name))
    .reduce((sum, { space_used_size: used }) => sum + used, 0);
  return { bytes, limitBytes: oldLimit(getHeapStatistics().heap_size_limit, flagsOf(process)) };
}

/** The limit of the old generation, which V8 tells only together with that of the young one. */
export function oldLimit(heapLimitBytes: number, flags: string): number {
  const semiSpace = /--max[-_]semi[-_]space[-_]size[= ](\d+)/.exec(flags);
  if (semiSpace) return heapLimitBytes - 3 * Number(semiSpace[1]) * MEBIBYTE;
  const isGiven = /--max[-_]old[-_]space[-_]size/.test(flags);
  return heapLimitBytes - (isGiven ? YOUNG_BYTES : heapLimitBytes * YOUNG_SHARE);
}

function flagsOf({ execArgv, env }: Pick<NodeJS.Process, 'execArgv' | 'env'>): string {
  return [...execArgv, env['NODE_OPTIONS'] ?? ''].join(' ');
}
