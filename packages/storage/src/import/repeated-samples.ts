import type { Block } from '../blocks/block.ts';
import type { BlockIndex, BlockRef } from '../blocks/block-index.ts';
import type { SeriesBuffer } from './series-buffer.ts';

/** Samples that were not stored because their series has one at the same time. */
export interface RepeatedSamples {
  /** With the same value: nothing is lost. */
  duplicates: number;
  /** With another value: the sample that came first stays. */
  conflicts: number;
}

/** What is in the blocks already. */
export interface StoredBlocks {
  readonly index: BlockIndex;
  /** `undefined` where the block is damaged. */
  readonly open: (block: BlockRef) => Block | undefined;
}

/** A series in a block. */
interface Overlap {
  readonly sieve: SeriesSieve;
  readonly column: number;
}

/** Sorts the buffers by time and takes out what they have twice, and what the blocks have already. */
export function takeOutRepeated(
  buffers: readonly SeriesBuffer[],
  { index, open }: StoredBlocks,
): RepeatedSamples {
  const repeated = { duplicates: 0, conflicts: 0 };
  const sieves = buffers
    .filter(({ length }) => length > 0)
    .map((buffer) => new SeriesSieve(buffer, repeated));
  for (const [block, overlaps] of overlapsOf(sieves, index)) {
    const opened = open(block);
    if (opened === undefined) continue;
    for (const { sieve, column } of overlaps) sieve.takeStored(opened, column);
  }
  for (const sieve of sieves) sieve.finish();
  return repeated;
}

/** Which series have samples in the time of which blocks: a block is opened once for all of them. */
function overlapsOf(sieves: readonly SeriesSieve[], index: BlockIndex): Map<BlockRef, Overlap[]> {
  const overlaps = new Map<BlockRef, Overlap[]>();
  for (const sieve of sieves) {
    const { firstMs, lastMs } = sieve;
    for (const { roster, column } of index.placesOf(sieve.seriesId)) {
      if (roster.startMs > lastMs || roster.endMs < firstMs) continue;
      for (const block of roster.blocks) {
        if (block.startMs > lastMs || block.endMs < firstMs) continue;
        const known = overlaps.get(block);
        if (known === undefined) overlaps.set(block, [{ sieve, column }]);
        else known.push({ sieve, column });
      }
    }
  }
  return overlaps;
}

/** Takes samples out of one buffer. */
class SeriesSieve {
  readonly #buffer: SeriesBuffer;
  readonly #repeated: RepeatedSamples;
  /** One a sample: 1 where it goes. Made for the first that does. */
  #gone: Uint8Array | undefined;

  constructor(buffer: SeriesBuffer, repeated: RepeatedSamples) {
    this.#buffer = buffer;
    this.#repeated = repeated;
    if (buffer.isAscending) return;
    buffer.sort();
    this.#takeRepeated();
  }

  get seriesId(): number {
    return this.#buffer.id;
  }

  get firstMs(): number {
    return this.#buffer.times[0];
  }

  get lastMs(): number {
    return this.#buffer.times[this.#buffer.length - 1];
  }

  /** Takes out the samples at whose times a column of a block has one. */
  takeStored(block: Block, column: number): void {
    const { firstRow, count, rows } = block.presence(column);
    const { timestamps } = block;
    const values = block.values(column);
    const histograms = block.histograms(column);
    const { times, length } = this.#buffer;
    let i = firstNotBefore(times, length, timestamps[firstRow]);
    for (let k = 0; k < count && i < length; k++) {
      const timeMs = timestamps[rows === undefined ? firstRow + k : rows[k]];
      while (i < length && times[i] < timeMs) i++;
      if (i < length && times[i] === timeMs) this.#take(i, values[k], histograms?.[k] !== undefined);
    }
  }

  finish(): void {
    const gone = this.#gone;
    if (gone === undefined) return;
    const kept = new Uint32Array(gone.length);
    let count = 0;
    for (let i = 0; i < gone.length; i++) if (gone[i] === 0) kept[count++] = i;
    this.#buffer.keep(kept.subarray(0, count));
  }

  #takeRepeated(): void {
    const { times, values, length } = this.#buffer;
    let first = 0;
    for (let i = 1; i < length; i++) {
      if (times[i] === times[first]) this.#take(i, values[first], false);
      else first = i;
    }
  }

  #take(index: number, stored: number, isHistogram: boolean): void {
    this.#gone ??= new Uint8Array(this.#buffer.length);
    if (this.#gone[index] !== 0) return;
    this.#gone[index] = 1;
    if (!isHistogram && Object.is(this.#buffer.values[index], stored)) this.#repeated.duplicates++;
    else this.#repeated.conflicts++;
  }
}

function firstNotBefore(times: Float64Array, length: number, timeMs: number): number {
  let low = 0;
  let high = length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (times[middle] < timeMs) low = middle + 1;
    else high = middle;
  }
  return low;
}
