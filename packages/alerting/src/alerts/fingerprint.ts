import type { LabelSet } from '@telltale/model';

const OFFSET_HIGH = 0xcbf29ce4;
const OFFSET_LOW = 0x84222325;
/** Low part of the 64-bit FNV prime 2^40 + 0x1b3. */
const PRIME_LOW = 0x1b3;
const SEPARATOR = 0xff;
const TWO_32 = 2 ** 32;

const utf8 = new TextEncoder();

/**
 * A stable 64-bit identity of a label set as 16 hexadecimal digits: FNV-1a over the sorted labels,
 * the same hash that Prometheus and Alertmanager show.
 */
export function fingerprint(labels: LabelSet): string {
  let high = OFFSET_HIGH;
  let low = OFFSET_LOW;
  const mix = (byte: number): void => {
    low = (low ^ byte) >>> 0;
    // Every product stays below 2^41, so that doubles are exact; 2^40 · low is a shift of the high word.
    const product = low * PRIME_LOW;
    high = (high * PRIME_LOW + Math.floor(product / TWO_32) + low * 256) % TWO_32;
    low = product % TWO_32;
  };
  for (const pair of labels.entries()) {
    for (const text of pair) {
      for (const byte of utf8.encode(text)) mix(byte);
      mix(SEPARATOR);
    }
  }
  return hex(high) + hex(low);
}

function hex(word: number): string {
  return word.toString(16).padStart(8, '0');
}
