import { BlockHistory } from '../blocks/block-history.ts';
import type { BlockCache } from '../blocks/block-cache.ts';
import type { BlockIndex } from '../blocks/block-index.ts';
import type { DataFolder } from '../folder/data-folder.ts';
import { Head } from '../head/head.ts';
import type { SealedSlab } from '../head/sealed-slab.ts';
import type { LabelIndex } from '../index/label-index.ts';
import { recover } from '../recovery/recover.ts';
import type { SqlDriver } from '../sql/sql-driver.ts';

export interface SealLogOptions {
  readonly folder: DataFolder;
  readonly catalog: SqlDriver;
  readonly labels: LabelIndex;
  readonly blocks: BlockIndex;
  readonly cache: BlockCache;
}

/**
 * The samples that the last station left in its log, as slabs: once they are blocks, blocks hold all
 * that the store has. The log stays; the next start finds it covered by the blocks and deletes it.
 */
export function sealLog(options: SealLogOptions): { readonly slabs: SealedSlab[]; readonly nextId: number } {
  const { folder, catalog, labels, blocks, cache } = options;
  const slabs: SealedSlab[] = [];
  let nowMs = 0;
  const head = new Head({
    nowMs: () => nowMs,
    outOfOrderWindowMs: Infinity,
    onSealed: (slab) => void slabs.push(slab.pack()),
  });
  const { nextId } = recover({
    catalog,
    logFolder: folder.logFolder,
    labels,
    head,
    blocks,
    history: new BlockHistory(blocks, cache),
    firstDayMs: -Infinity,
    onNotice: () => {},
  });
  // Every slab is overdue at the end of time.
  nowMs = Infinity;
  head.sealOverdue();
  return { slabs, nextId };
}
