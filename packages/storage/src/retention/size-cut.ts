/** Below the limit there must be room for what is written until the next look. */
const RESERVED_SHARE = 0.05;
/** Or this, when the limit is small: a second's log and blocks, and the journal of a day's file. */
const RESERVED_BYTES = 4 * 1024 * 1024;
const MAX_RESERVED_SHARE = 0.2;
/** Blocks are deleted a share of the limit at a time, as giving space back takes a pass over the file. */
const CUT_SHARE = 0.1;

/** A block, as far as it matters here. */
export interface CutBlock {
  readonly id: number;
  readonly endMs: number;
}

export interface DayUsage<Block extends CutBlock> {
  readonly dayMs: number;
  /** Of its file. */
  readonly bytes: number;
  readonly blocks: readonly Block[];
}

/** What has to go: whole days, and blocks of the day that is left. */
export interface SizeCut<Block extends CutBlock> {
  readonly days: readonly number[];
  readonly blocks: readonly Block[];
}

/**
 * What to delete so that all files together stay below a limit: the oldest days, but never the
 * newest one; of that the oldest blocks.
 *
 * @param days - ascending.
 * @param contentOf - how much is in a block: the file of a day is shared among its blocks by that.
 */
export function planSizeCut<Block extends CutBlock>(
  usedBytes: number,
  limitBytes: number,
  days: readonly DayUsage<Block>[],
  contentOf: (block: Block) => number,
): SizeCut<Block> {
  const reserved = Math.min(RESERVED_BYTES, limitBytes * MAX_RESERVED_SHARE);
  const allowedBytes = limitBytes - Math.max(reserved, limitBytes * RESERVED_SHARE);
  if (usedBytes <= allowedBytes || days.length === 0) return { days: [], blocks: [] };
  let left = usedBytes;
  let gone = 0;
  while (left > allowedBytes && gone < days.length - 1) left -= days[gone++].bytes;
  const isEnough = left <= allowedBytes;
  return {
    days: days.slice(0, gone).map(({ dayMs }) => dayMs),
    blocks: isEnough ? [] : oldestBlocks(days[gone], left - allowedBytes + limitBytes * CUT_SHARE, contentOf),
  };
}

/** The oldest blocks of a day that take so many bytes of its file. */
function oldestBlocks<Block extends CutBlock>(
  { bytes, blocks }: DayUsage<Block>,
  wantedBytes: number,
  contentOf: (block: Block) => number,
): Block[] {
  const content = blocks.reduce((sum, block) => sum + contentOf(block), 0);
  // SQLite would give the id of the last block again if that was deleted.
  const lastId = Math.max(...blocks.map(({ id }) => id));
  const cut: Block[] = [];
  let freed = 0;
  for (const block of blocks.toSorted((a, b) => a.endMs - b.endMs)) {
    if (freed >= wantedBytes) break;
    if (block.id === lastId) continue;
    cut.push(block);
    freed += (bytes * contentOf(block)) / content;
  }
  return cut;
}
