import type { LabelSet } from '@telltale/model';
import { xxhash64 } from '../numeric/xxhash64.ts';

const encoder = new TextEncoder();
/** Lengths from here on take four bytes instead of one. */
const LONG_LENGTH = 255;
const MAX_HASH = 2 ** 64;

/**
 * Where a series falls between 0 and 1, always the same for the same labels: the hash that Prometheus
 * keeps of a series, so that `limit_ratio` chooses the same series here as there.
 */
export function sampleOffset(labels: LabelSet): number {
  return Number(xxhash64(labelBytes(labels))) / MAX_HASH;
}

/** Whether `limit_ratio` keeps a series; a negative ratio keeps what its complement leaves out. */
export function isWithinRatio(offset: number, ratio: number): boolean {
  return ratio >= 0 ? offset < ratio : offset >= 1 + ratio;
}

/** Names and values behind their lengths, in the order of the names' bytes. */
function labelBytes(labels: LabelSet): Uint8Array {
  const pairs = [...labels.entries()].map(([name, value]) => ({
    name: encoder.encode(name),
    value: encoder.encode(value),
  }));
  pairs.sort((a, b) => Buffer.compare(a.name, b.name));
  const texts = pairs.flatMap(({ name, value }) => [name, value]);
  return Buffer.concat(texts.flatMap((text) => [lengthBytes(text.length), text]));
}

function lengthBytes(length: number): Uint8Array {
  if (length < LONG_LENGTH) return Uint8Array.of(length);
  return Uint8Array.of(LONG_LENGTH, length & 0xff, (length >> 8) & 0xff, (length >> 16) & 0xff);
}
