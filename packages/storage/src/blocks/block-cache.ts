import { Block } from './block.ts';
import type { BlockRef } from './block-index.ts';

/** Enough for the recent hours of a dashboard; decoding again costs about 7 ns per sample. */
const MAX_HELD_BYTES = 64 * 1024 * 1024;

export interface BlockCacheOptions {
  /** The bytes of a block, or `undefined` when its file is gone. */
  readonly load: (block: BlockRef) => Uint8Array | undefined;
  /** Called once for a block that cannot be read. */
  readonly onDamaged: (block: BlockRef) => void;
  readonly maxHeldBytes?: number;
}

/** Opened blocks with their decoded columns; those used longest ago go first. */
export class BlockCache {
  readonly #options: BlockCacheOptions;
  readonly #blocks = new Map<BlockRef, Block>();
  readonly #damaged = new WeakSet<BlockRef>();
  #heldBytes = 0;

  constructor(options: BlockCacheOptions) {
    this.#options = options;
  }

  get heldBytes(): number {
    return this.#heldBytes;
  }

  /** Reads from a block, or returns `undefined` when it is damaged or its file is gone. */
  read<Result>(ref: BlockRef, read: (block: Block) => Result): Result | undefined {
    const block = this.#blocks.get(ref);
    const opened = block ?? this.#open(ref);
    if (opened === undefined) return undefined;
    const before = block?.heldBytes ?? 0;
    const result = read(opened);
    // Insertion order is the order of use: put the block at the end.
    this.#blocks.delete(ref);
    this.#blocks.set(ref, opened);
    this.#heldBytes += opened.heldBytes - before;
    this.#evict();
    return result;
  }

  dropDay(dayMs: number): void {
    for (const [ref, block] of this.#blocks) if (ref.dayMs === dayMs) this.#drop(ref, block);
  }

  #open(ref: BlockRef): Block | undefined {
    if (this.#damaged.has(ref)) return undefined;
    const bytes = this.#options.load(ref);
    if (bytes === undefined) return undefined;
    const block = Block.open(bytes);
    if (block === undefined) {
      this.#damaged.add(ref);
      this.#options.onDamaged(ref);
    }
    return block;
  }

  #evict(): void {
    const limit = this.#options.maxHeldBytes ?? MAX_HELD_BYTES;
    for (const [ref, block] of this.#blocks) {
      if (this.#heldBytes <= limit) return;
      this.#drop(ref, block);
    }
  }

  #drop(ref: BlockRef, block: Block): void {
    this.#blocks.delete(ref);
    this.#heldBytes -= block.heldBytes;
  }
}
