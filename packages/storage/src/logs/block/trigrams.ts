import { BloomFilter } from './bloom-filter.ts';

const encoder = new TextEncoder();

/** One bit for each of the 2^24 sequences of three bytes; reused, as clearing it would take longer than using it. */
const seen = new Uint8Array(1 << 21);

/**
 * The different sequences of three bytes in a text of small letters. Each text that is a part of it has no others,
 * which tells blocks that cannot have a rare word from those that might.
 */
export function trigramsOf(lowerText: string): number[] {
  const bytes = encoder.encode(lowerText);
  const trigrams: number[] = [];
  let trigram = (bytes[0] << 8) | bytes[1];
  for (let i = 2; i < bytes.length; i++) {
    trigram = ((trigram << 8) | bytes[i]) & 0xff_ffff;
    const bit = 1 << (trigram & 7);
    if ((seen[trigram >>> 3] & bit) !== 0) continue;
    seen[trigram >>> 3] |= bit;
    trigrams.push(trigram);
  }
  for (const each of trigrams) seen[each >>> 3] = 0;
  return trigrams;
}

/** What a block keeps to answer {@link mayHaveText}. */
export function trigramFilter(lowerText: string): BloomFilter {
  return BloomFilter.of(trigramsOf(lowerText));
}

/** Whether a text with these trigrams may be a part of what the filter was made of. */
export function mayHaveText(filter: BloomFilter, trigrams: readonly number[]): boolean {
  return trigrams.every((trigram) => filter.mayHave(trigram));
}
