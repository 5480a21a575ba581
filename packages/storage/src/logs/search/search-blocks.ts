import type { LogBlock } from '../block/log-block.ts';
import type { RecordKey } from '../record/record-key.ts';
import type { PackedSource } from '../record/packed-records.ts';
import type { BlockScan } from './block-scan.ts';
import type { LogBlockRef } from './log-block-ref.ts';
import { PageCollector } from './page-collector.ts';
import type { FoundRecord } from './page-collector.ts';
import { RecordPrinter } from './record-printer.ts';
import { rowsBetween } from './row-range.ts';
import type { RowRange } from './row-range.ts';

/** Which records of blocks, and how many. */
export interface BlockSearch {
  readonly startUs: number;
  /** Not part of it. */
  readonly endUs: number;
  readonly order: 'newest' | 'oldest';
  /** Only what comes after it in the order. */
  readonly after: RecordKey | undefined;
  /** At least 1. */
  readonly limit: number;
}

/** Records as JSON of packed records. */
export interface PrintedPage {
  readonly sources: readonly PackedSource[];
  readonly records: readonly FoundRecord[];
  /** Whether it ends sooner than at its limit, because of its size. */
  readonly isCut: boolean;
}

/** Finds the first records of an order: blocks come in that order too, and those behind the answer are not read. */
export async function searchBlocks(
  scan: BlockScan,
  blocks: readonly LogBlockRef[],
  search: BlockSearch,
): Promise<PrintedPage> {
  const page = new PageCollector(search.order, search.limit);
  const printer = new RecordPrinter();
  const isNewest = search.order === 'newest';
  const inOrder = blocks.toSorted(isNewest ? (a, b) => b.endUs - a.endUs : (a, b) => a.startUs - b.startUs);
  await scan.each(inOrder, (ref) => {
    // Of those that come next none begins further in front.
    if (!page.wants(isNewest ? lastKey(ref.endUs) : { timeUs: ref.startUs, sequence: 0 })) return false;
    const block = scan.open(ref);
    const range = rowsBetween(block, ref, search);
    const rows = new Uint8Array(block.count);
    rows.fill(1, range.first, range.end);
    scan.keep(block, rows);
    if (rows.includes(1)) page.offer(foundIn(block, rows, range, { page, printer, isNewest }));
    return true;
  });
  return { sources: printer.sources, records: page.found, isCut: page.isCut };
}

function lastKey(timeUs: number): RecordKey {
  return { timeUs, sequence: Number.MAX_SAFE_INTEGER };
}

function foundIn(
  block: LogBlock,
  rows: Uint8Array,
  { first, end }: RowRange,
  { page, printer, isNewest }: { page: PageCollector; printer: RecordPrinter; isNewest: boolean },
): FoundRecord[] {
  const { timesUs } = block;
  const sequences = block.sequences();
  const print = printer.ofBlock(block, sequences);
  const found: FoundRecord[] = [];
  const step = isNewest ? -1 : 1;
  for (let row = isNewest ? end - 1 : first; row >= first && row < end; row += step) {
    if (rows[row] === 0) continue;
    const key = { timeUs: timesUs[row], sequence: sequences[row] };
    if (found.length === page.limit || !page.wants(key)) break;
    found.push({ ...key, text: print(row) });
  }
  return found;
}
