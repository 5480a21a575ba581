/** Bits for each entry; with the probes below about one of a hundred others is taken for one. */
const BITS_PER_ENTRY = 10;
const PROBES = 6;
const MIN_BYTES = 8;
/** What has more entries than this has room for says "perhaps" to all. */
const MAX_BYTES = 64 * 1024;

/** A set that says "certainly not" or "perhaps", in ten bits for each of its numbers of 32 bits. */
export class BloomFilter {
  readonly bytes: Uint8Array;

  constructor(bytes: Uint8Array) {
    this.bytes = bytes;
  }

  static of(hashes: ArrayLike<number>): BloomFilter {
    const size = Math.max(MIN_BYTES, Math.ceil((hashes.length * BITS_PER_ENTRY) / 8));
    if (size > MAX_BYTES) return new BloomFilter(new Uint8Array());
    const filter = new BloomFilter(new Uint8Array(size));
    for (let i = 0; i < hashes.length; i++) filter.#add(hashes[i]);
    return filter;
  }

  mayHave(hash: number): boolean {
    if (this.bytes.length === 0) return true;
    const bits = this.bytes.length * 8;
    const step = stepOf(hash);
    let place = mix(hash);
    for (let probe = 0; probe < PROBES; probe++) {
      const bit = place % bits;
      if ((this.bytes[bit >>> 3] & (1 << (bit & 7))) === 0) return false;
      place = (place + step) >>> 0;
    }
    return true;
  }

  #add(hash: number): void {
    const bits = this.bytes.length * 8;
    const step = stepOf(hash);
    let place = mix(hash);
    for (let probe = 0; probe < PROBES; probe++) {
      const bit = place % bits;
      this.bytes[bit >>> 3] |= 1 << (bit & 7);
      place = (place + step) >>> 0;
    }
  }
}

/** Spreads a number over all bits (the finaliser of MurmurHash3). */
function mix(hash: number): number {
  let mixed = hash ^ (hash >>> 16);
  mixed = Math.imul(mixed, 0x85eb_ca6b);
  mixed ^= mixed >>> 13;
  mixed = Math.imul(mixed, 0xc2b2_ae35);
  return (mixed ^ (mixed >>> 16)) >>> 0;
}

/** How far the probes of a number are from each other. */
function stepOf(hash: number): number {
  return (mix(hash ^ 0x9e37_79b9) | 1) >>> 0;
}
