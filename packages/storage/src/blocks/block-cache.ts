import { Block } from './block.ts';
import { CacheTier } from './cache-tier.ts';

/** The encoded blocks of six hours of 10,000 series, and five million whole numbers decoded. */
const DEFAULT_MAX_BYTES = 40 * 1024 * 1024;
/** After so many uses per held block, all counts of uses are halved. */
const USES_PER_AGE = 16;
const MIN_USES_PER_AGE = 4096;

/** Where the bytes of a block are. */
export interface BlockLocation {
  readonly dayMs: number;
  readonly id: number;
}

export interface BlockCacheOptions {
  /** The bytes of a block, or `undefined` when they are not there any more. */
  readonly load: (location: BlockLocation) => Uint8Array | undefined;
  /** Called once for a block that cannot be read. */
  readonly onDamaged: (location: BlockLocation) => void;
  /** Memory for blocks and what was decoded of them. Default: 40 MiB. */
  readonly maxBytes?: number;
}

/** What is known of a block that was used; lives on after the block is dropped, as its history. */
class Entry implements BlockLocation {
  readonly dayMs: number;
  readonly id: number;
  readonly #clock: { readonly age: number };
  block: Block | undefined;
  isDamaged = false;
  #uses = 0;
  #age: number;

  constructor({ dayMs, id }: BlockLocation, clock: { readonly age: number }) {
    this.dayMs = dayMs;
    this.id = id;
    this.#clock = clock;
    this.#age = clock.age;
  }

  /** Uses, halved with every age. */
  get uses(): number {
    return this.#uses >>> Math.min(31, this.#clock.age - this.#age);
  }

  use(): void {
    this.#uses = this.uses + 1;
    this.#age = this.#clock.age;
  }
}

/**
 * Opened blocks with their decoded columns, those used most.
 *
 * Which blocks stay is decided by how often they are used, not by when: with an order of last use
 * one query over all series would throw out the blocks of every dashboard, and repeated queries
 * over more than fits would never find anything. Columns are kept decoded from the second use on, as
 * most blocks of a single scan are never read again. They have half of the memory, the encoded bytes
 * the other half, in which they cover a time seven times as long. Counts age, so that yesterday's
 * favourites go.
 */
export class BlockCache {
  readonly #options: BlockCacheOptions;
  readonly #days = new Map<number, Map<number, Entry>>();
  readonly #encoded: CacheTier<Entry>;
  readonly #decoded: CacheTier<Entry>;
  readonly #clock = { age: 0 };
  #usesInAge = 0;

  constructor(options: BlockCacheOptions) {
    this.#options = options;
    const half = (options.maxBytes ?? DEFAULT_MAX_BYTES) / 2;
    this.#encoded = new CacheTier(half, (entry) => this.#drop(entry));
    this.#decoded = new CacheTier(half, (entry) => entry.block?.dropKept());
  }

  get heldBytes(): number {
    return this.#encoded.heldBytes + this.#decoded.heldBytes;
  }

  /**
   * Opens a block, or tells why not.
   *
   * @param columns - those whose samples will be read; they are decoded at once where that is worth keeping.
   */
  open(location: BlockLocation, columns: ArrayLike<number> = []): Block | 'gone' | 'damaged' {
    const entry = this.#entryOf(location);
    if (entry.isDamaged) return 'damaged';
    this.#countUse(entry);
    const block = entry.block ?? this.#load(entry);
    if (block instanceof Block) this.#keep(entry, block, columns);
    return block;
  }

  /** Reads from a block, or returns `undefined` when it is damaged or gone. */
  read<Result>(location: BlockLocation, read: (block: Block) => Result): Result | undefined {
    const block = this.open(location);
    if (!(block instanceof Block)) return undefined;
    const result = read(block);
    const entry = this.#entryOf(location);
    if (entry.block === block) this.#settle(entry, block);
    return result;
  }

  dropDay(dayMs: number): void {
    const entries = this.#days.get(dayMs);
    if (entries === undefined) return;
    for (const entry of entries.values()) {
      this.#encoded.remove(entry);
      this.#drop(entry);
    }
    this.#days.delete(dayMs);
  }

  #entryOf(location: BlockLocation): Entry {
    let day = this.#days.get(location.dayMs);
    if (day === undefined) this.#days.set(location.dayMs, (day = new Map()));
    let entry = day.get(location.id);
    if (entry === undefined) day.set(location.id, (entry = new Entry(location, this.#clock)));
    return entry;
  }

  #load(entry: Entry): Block | 'gone' | 'damaged' {
    const bytes = this.#options.load(entry);
    if (bytes === undefined) {
      this.#days.get(entry.dayMs)?.delete(entry.id);
      return 'gone';
    }
    const block = Block.open(bytes);
    if (block === undefined) {
      entry.isDamaged = true;
      this.#options.onDamaged({ dayMs: entry.dayMs, id: entry.id });
      return 'damaged';
    }
    if (this.#encoded.makeRoom(entry, block.encodedBytes)) {
      entry.block = block;
      this.#encoded.hold(entry, block.encodedBytes);
    }
    return block;
  }

  #keep(entry: Entry, block: Block, columns: ArrayLike<number>): void {
    if (entry.block === undefined || entry.uses < 2 || block.keeps(columns)) return;
    // What whole numbers take; when it turns out to be more, there is room for it or the block goes.
    const leastBytes = columns.length * block.timestamps.length * 4;
    if (!this.#decoded.makeRoom(entry, leastBytes)) return;
    block.keep(columns);
    this.#settle(entry, block);
  }

  /** Accounts for what the block has decoded and kept, or has it dropped. */
  #settle(entry: Entry, block: Block): void {
    const grownBytes = block.keptBytes - this.#decoded.bytesOf(entry);
    if (grownBytes <= 0) return;
    if (this.#decoded.makeRoom(entry, grownBytes)) {
      this.#decoded.hold(entry, block.keptBytes);
    } else {
      this.#decoded.remove(entry);
      block.dropKept();
    }
  }

  #drop(entry: Entry): void {
    this.#decoded.remove(entry);
    entry.block = undefined;
  }

  #countUse(entry: Entry): void {
    entry.use();
    this.#usesInAge++;
    if (this.#usesInAge < Math.max(MIN_USES_PER_AGE, this.#encoded.size * USES_PER_AGE)) return;
    this.#clock.age++;
    this.#usesInAge = 0;
  }
}
