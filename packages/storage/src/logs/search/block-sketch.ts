import { BloomFilter } from '../block/bloom-filter.ts';
import { PackedColumns } from '../block/packed-columns.ts';
import { SECTION } from '../block/section.ts';
import { mayHaveText } from '../block/trigrams.ts';
import type { ReadSection } from '../block/log-block.ts';

/** What can be said of a block without opening it. Its filters are read when they are asked, and each once. */
export class BlockSketch {
  readonly #read: ReadSection;
  /** By the list of trigrams, which is the same for all questions of one search. */
  readonly #texts = new Map<readonly number[], boolean>();
  #trigrams: BloomFilter | undefined;
  #traces: BloomFilter | undefined;

  constructor(read: ReadSection) {
    this.#read = read;
  }

  mayHaveText(trigrams: readonly number[]): boolean {
    let may = this.#texts.get(trigrams);
    if (may === undefined) {
      this.#trigrams ??= this.#filter(SECTION.trigrams);
      may = mayHaveText(this.#trigrams, trigrams);
      this.#texts.set(trigrams, may);
    }
    return may;
  }

  mayHaveTrace(hash: number): boolean {
    this.#traces ??= this.#filter(SECTION.traces);
    return this.#traces.mayHave(hash);
  }

  /** A damaged filter says nothing: the block is opened. */
  #filter(section: typeof SECTION.trigrams | typeof SECTION.traces): BloomFilter {
    const bytes = this.#read(section);
    const columns = bytes && PackedColumns.open(bytes);
    return new BloomFilter(columns?.bytes(0, 0) ?? new Uint8Array());
  }
}
