import { Block } from './block.ts';

/** Enough for the recent hours of some dashboards; decoding again costs about 7 ns per sample. */
const DEFAULT_MAX_BYTES = 64 * 1024 * 1024;
/** How many held blocks are compared to find one that is used less than a new one. */
const COMPARED_BLOCKS = 8;
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
  /** Memory for blocks and what was decoded of them. Default: 64 MiB. */
  readonly maxBytes?: number;
}

/** A block, open for one reader. */
export interface OpenedBlock {
  readonly block: Block;
  /** Whether decoded columns are worth keeping: then `values` may be used beside `copySamples`. */
  readonly keepsColumns: boolean;
}

/** What is known of a block that was used; lives on after the block is dropped, as its history. */
interface Entry extends BlockLocation {
  block: Block | undefined;
  isDamaged: boolean;
  /** Uses, halved with every age. */
  uses: number;
  age: number;
  /** As accounted for; the place among the held blocks. */
  heldBytes: number;
  place: number;
}

/**
 * Opened blocks with their decoded columns, those used most.
 *
 * Which blocks stay is decided by how often they are used, not by when: with an order of last use
 * one query over all series would throw out the blocks of every dashboard, and repeated queries
 * over more than fits would never find anything. A block comes in for another only when it was used
 * more often, by two at least: else blocks that are read in turns would throw each other out. Its
 * columns are kept decoded from the second use on, as most blocks of a single scan are never read
 * again. Counts age, so that yesterday's favourites go.
 */
export class BlockCache {
  readonly #options: BlockCacheOptions;
  readonly #maxBytes: number;
  readonly #days = new Map<number, Map<number, Entry>>();
  readonly #held: Entry[] = [];
  #heldBytes = 0;
  #usesInAge = 0;
  #age = 0;
  #hand = 0;

  constructor(options: BlockCacheOptions) {
    this.#options = options;
    this.#maxBytes = options.maxBytes ?? DEFAULT_MAX_BYTES;
  }

  get heldBytes(): number {
    return this.#heldBytes;
  }

  /**
   * Opens a block, or tells why not. Call {@link settle} when columns were decoded.
   *
   * @param columns - how many columns will be read.
   */
  open(location: BlockLocation, columns = 1): OpenedBlock | 'gone' | 'damaged' {
    const entry = this.#entryOf(location);
    if (entry.isDamaged) return 'damaged';
    this.#countUse(entry);
    let { block } = entry;
    if (block === undefined) {
      const loaded = this.#load(entry);
      if (!(loaded instanceof Block)) return loaded;
      block = loaded;
      if (this.#makeRoom(entry, block.heldBytes)) this.#hold(entry, block);
    }
    const decodedBytes = columns * block.timestamps.length * 8;
    const keepsColumns = entry.place >= 0 && entry.uses > 1 && this.#makeRoom(entry, decodedBytes);
    return { block, keepsColumns };
  }

  /** Reads from a block, or returns `undefined` when it is damaged or gone. */
  read<Result>(location: BlockLocation, read: (block: Block) => Result): Result | undefined {
    const opened = this.open(location);
    if (typeof opened === 'string') return undefined;
    const result = read(opened.block);
    this.settle(location);
    return result;
  }

  /** Accounts for what was decoded since the block was opened. */
  settle(location: BlockLocation): void {
    const entry = this.#days.get(location.dayMs)?.get(location.id);
    if (entry === undefined || entry.block === undefined || entry.place < 0) return;
    this.#heldBytes += entry.block.heldBytes - entry.heldBytes;
    entry.heldBytes = entry.block.heldBytes;
    if (this.#heldBytes > this.#maxBytes) this.#drop(entry);
  }

  dropDay(dayMs: number): void {
    const entries = this.#days.get(dayMs);
    if (entries === undefined) return;
    for (const entry of entries.values()) this.#drop(entry);
    this.#days.delete(dayMs);
  }

  #entryOf({ dayMs, id }: BlockLocation): Entry {
    let day = this.#days.get(dayMs);
    if (day === undefined) this.#days.set(dayMs, (day = new Map()));
    let entry = day.get(id);
    if (entry === undefined) {
      entry = {
        dayMs,
        id,
        block: undefined,
        isDamaged: false,
        uses: 0,
        age: this.#age,
        heldBytes: 0,
        place: -1,
      };
      day.set(id, entry);
    }
    return entry;
  }

  #load(entry: Entry): Block | 'gone' | 'damaged' {
    const bytes = this.#options.load(entry);
    if (bytes === undefined) {
      this.#days.get(entry.dayMs)?.delete(entry.id);
      return 'gone';
    }
    const block = Block.open(bytes);
    if (block !== undefined) return block;
    entry.isDamaged = true;
    this.#options.onDamaged({ dayMs: entry.dayMs, id: entry.id });
    return 'damaged';
  }

  #countUse(entry: Entry): void {
    entry.uses = this.#usesOf(entry) + 1;
    entry.age = this.#age;
    this.#usesInAge++;
    if (this.#usesInAge < Math.max(MIN_USES_PER_AGE, this.#held.length * USES_PER_AGE)) return;
    this.#age++;
    this.#usesInAge = 0;
  }

  #usesOf(entry: Entry): number {
    return entry.uses >>> Math.min(31, this.#age - entry.age);
  }

  /** Drops blocks that are used less than this one until so many bytes are free; false if too few are. */
  #makeRoom(entry: Entry, bytes: number): boolean {
    while (this.#heldBytes + bytes > this.#maxBytes) {
      const victim = this.#leastUsed();
      if (victim === undefined || victim === entry) return false;
      if (this.#usesOf(victim) + 1 >= this.#usesOf(entry)) return false;
      this.#drop(victim);
    }
    return true;
  }

  /** The least used of the next few held blocks. */
  #leastUsed(): Entry | undefined {
    let least: Entry | undefined;
    for (let i = 0; i < Math.min(COMPARED_BLOCKS, this.#held.length); i++) {
      this.#hand = (this.#hand + 1) % this.#held.length;
      const entry = this.#held[this.#hand];
      if (least === undefined || this.#usesOf(entry) < this.#usesOf(least)) least = entry;
    }
    return least;
  }

  #hold(entry: Entry, block: Block): void {
    entry.block = block;
    entry.heldBytes = block.heldBytes;
    entry.place = this.#held.length;
    this.#held.push(entry);
    this.#heldBytes += entry.heldBytes;
  }

  #drop(entry: Entry): void {
    if (entry.place < 0) return;
    const last = this.#held.pop();
    if (last !== undefined && last !== entry) {
      this.#held[entry.place] = last;
      last.place = entry.place;
    }
    this.#heldBytes -= entry.heldBytes;
    entry.block = undefined;
    entry.heldBytes = 0;
    entry.place = -1;
  }
}
