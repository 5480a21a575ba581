import type { BlockCache } from '../blocks/block-cache.ts';
import type { BlockIndex, BlockRef, RosterPlace } from '../blocks/block-index.ts';
import type { SeriesBuffer } from './series-buffer.ts';

/** Samples that were not stored because their series has one at the same time. */
export interface RepeatedSamples {
  /** With the same value: nothing is lost. */
  readonly duplicates: number;
  /** With another value: the sample that came first stays. */
  readonly conflicts: number;
}

/** Which samples of a buffer go, and what they are counted as. */
interface Sieve {
  readonly buffer: SeriesBuffer;
  /** One a sample: 1 where it goes. Empty while nothing was looked at. */
  gone: Uint8Array;
  duplicates: number;
  conflicts: number;
}

/** Sorts a buffer by time and takes out what it has twice, and what the blocks have already. */
export function takeOutRepeated(
  buffer: SeriesBuffer,
  index: BlockIndex,
  cache: BlockCache,
): RepeatedSamples | undefined {
  const sieve: Sieve = { buffer, gone: new Uint8Array(0), duplicates: 0, conflicts: 0 };
  if (!buffer.isAscending) {
    sortByTime(buffer);
    sieve.gone = new Uint8Array(buffer.length);
    sieveWithin(sieve);
    removeGone(sieve);
    sieve.gone = new Uint8Array(0);
  }
  const firstMs = buffer.times[0];
  const lastMs = buffer.times[buffer.length - 1];
  for (const place of index.placesOf(buffer.id)) {
    if (place.roster.startMs > lastMs || place.roster.endMs < firstMs) continue;
    for (const block of place.roster.blocks) {
      if (block.startMs <= lastMs && block.endMs >= firstMs) sieveByBlock(sieve, block, place, cache);
    }
  }
  if (sieve.gone.length > 0) removeGone(sieve);
  const { duplicates, conflicts } = sieve;
  return duplicates + conflicts === 0 ? undefined : { duplicates, conflicts };
}

/** Samples of the same time keep their order, so that the first of them stays. */
function sortByTime(buffer: SeriesBuffer): void {
  const { times } = buffer;
  const order = new Uint32Array(buffer.length).map((_, i) => i);
  order.sort((a, b) => times[a] - times[b] || a - b);
  buffer.keep(order);
}

function sieveWithin(sieve: Sieve): void {
  const { times, length } = sieve.buffer;
  let kept = 0;
  for (let i = 1; i < length; i++) {
    if (times[i] === times[kept]) markGone(sieve, i, sieve.buffer.values[kept]);
    else kept = i;
  }
}

function sieveByBlock(sieve: Sieve, block: BlockRef, { column }: RosterPlace, cache: BlockCache): void {
  cache.read(block, (opened) => {
    const { firstRow, count, rows } = opened.presence(column);
    const { timestamps } = opened;
    const values = opened.values(column);
    const { times, length } = sieve.buffer;
    if (sieve.gone.length === 0) sieve.gone = new Uint8Array(length);
    let i = firstNotBefore(times, length, timestamps[firstRow]);
    for (let k = 0; k < count && i < length; k++) {
      const timeMs = timestamps[rows === undefined ? firstRow + k : rows[k]];
      while (i < length && times[i] < timeMs) i++;
      if (i < length && times[i] === timeMs && sieve.gone[i] === 0) markGone(sieve, i, values[k]);
    }
  });
}

function markGone(sieve: Sieve, index: number, stored: number): void {
  sieve.gone[index] = 1;
  if (Object.is(sieve.buffer.values[index], stored)) sieve.duplicates++;
  else sieve.conflicts++;
}

function removeGone({ buffer, gone }: Sieve): void {
  const kept = new Uint32Array(buffer.length);
  let count = 0;
  for (let i = 0; i < buffer.length; i++) if (gone[i] === 0) kept[count++] = i;
  if (count < buffer.length) buffer.keep(kept.subarray(0, count));
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
