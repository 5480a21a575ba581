/** Slots in use at most, as a share of all: beyond, the index doubles. */
const MAX_LOAD = 0.8;
const MIN_SLOTS_BITS = 4;

/** An odd number whose products spread over all bits. */
export const SPREAD = 0x9e3779b1;

/** Multiplier of keys that are too long to be exact. */
const MIX = 0x85ebca6b;

/** Bits of an id that a label starts with; it gets more when it has more values. */
const FIRST_BITS = 1;

/** Keys of at most so many bits are the numbers of their slots, which takes 16 KiB at most. */
const MAX_DIRECT_BITS = 11;

/**
 * An open-addressed index from ids of label values to the number of a series. The ids are packed into one
 * key of 32 bits. While there are few values the key is the number of the slot. Beyond, where the ids fit,
 * comparing keys is all that is needed; where they do not, the key is a hash, and the ids of the series are
 * compared as well. Fields are public for the generated look-up.
 */
export class SeriesIndex {
  /** By slot: the packed ids. */
  keys = new Int32Array(0);
  /** By slot: the number of the series plus one; 0 is free. */
  places = new Uint32Array(0);
  /** What to shift a spread key by to get its slot. */
  shift = 0;
  /** By label: what the key is multiplied with before the id is added. */
  readonly multipliers: Int32Array;
  /** Whether equal keys mean equal ids. */
  isExact = true;
  /** Whether a key is the number of its slot. */
  isDirect = true;
  /** The ids of each series by number, one after the other. */
  ids: Uint32Array;
  readonly #labelCount: number;
  readonly #bits: Uint8Array;
  #totalBits = 0;
  #count = 0;

  constructor(labelCount: number) {
    this.#labelCount = labelCount;
    this.ids = new Uint32Array(labelCount * 8);
    this.#bits = new Uint8Array(labelCount).fill(FIRST_BITS);
    this.multipliers = new Int32Array(labelCount);
    this.#setMultipliers();
    this.#setSlots();
  }

  /** Series in the index. */
  get count(): number {
    return this.#count;
  }

  /** The series with these ids, or -1. */
  find(ids: Uint32Array): number {
    const { multipliers, keys, places } = this;
    let key = 0;
    for (let label = 0; label < multipliers.length; label++) {
      key = (Math.imul(key, multipliers[label]) + ids[label]) | 0;
    }
    const mask = keys.length - 1;
    for (let at = this.#homeOf(key); places[at] !== 0; at = (at + 1) & mask) {
      if (keys[at] === key && (this.isExact || this.hasIds(places[at] - 1, ids))) return places[at] - 1;
    }
    return -1;
  }

  /** Adds a series that is not there yet. */
  add(series: number, ids: ArrayLike<number>): void {
    const first = series * this.#labelCount;
    if (first + this.#labelCount > this.ids.length) this.ids = grown(this.ids, first + this.#labelCount);
    let isWide = false;
    for (let label = 0; label < this.#labelCount; label++) {
      const id = ids[label];
      this.ids[first + label] = id;
      if (id < 2 ** this.#bits[label]) continue;
      this.#bits[label] = 32 - Math.clz32(id);
      isWide = true;
    }
    this.#count++;
    const isFull = !this.isDirect && this.#count > this.keys.length * MAX_LOAD;
    if (isWide) this.#setMultipliers();
    if (isWide || isFull) this.#rebuild();
    this.#link(series);
  }

  /** Takes a series out; those behind it move up, so that no probe ends too early. */
  remove(series: number): void {
    const { keys, places } = this;
    const mask = keys.length - 1;
    let hole = this.#home(series);
    this.#count--;
    if (this.isDirect) {
      // Nothing lies behind its home; a walk over slots that may all be in use would not end.
      places[hole] = 0;
      return;
    }
    while (places[hole] !== series + 1) hole = (hole + 1) & mask;
    for (let at = (hole + 1) & mask; places[at] !== 0; at = (at + 1) & mask) {
      // It may move to the hole only where that does not lie before its home.
      if (((at - this.#home(places[at] - 1)) & mask) < ((at - hole) & mask)) continue;
      keys[hole] = keys[at];
      places[hole] = places[at];
      hole = at;
    }
    places[hole] = 0;
  }

  /** The numbers of all series. */
  series(): number[] {
    return Array.from(
      this.places.filter((place) => place !== 0),
      (place) => place - 1,
    );
  }

  /** Adds all series anew, under the ids they have now. */
  reindex(ids: (series: number) => ArrayLike<number>): void {
    const all = this.series();
    this.clear();
    for (const series of all) this.add(series, ids(series));
  }

  /** Forgets all series. */
  clear(): void {
    this.#count = 0;
    this.#bits.fill(FIRST_BITS);
    this.#setMultipliers();
    this.#setSlots();
  }

  /** Whether a series has these ids. */
  hasIds(series: number, ids: Uint32Array): boolean {
    const first = series * this.#labelCount;
    for (let label = 0; label < this.#labelCount; label++) {
      if (this.ids[first + label] !== ids[label]) return false;
    }
    return true;
  }

  #setMultipliers(): void {
    let total = 0;
    for (const bits of this.#bits) total += bits;
    this.#totalBits = total;
    this.isExact = total <= 32;
    this.isDirect = total <= MAX_DIRECT_BITS;
    for (const [label, bits] of this.#bits.entries()) {
      this.multipliers[label] = this.isExact ? 2 ** bits : MIX;
    }
  }

  #keyOf(series: number): number {
    const { multipliers, ids } = this;
    const first = series * this.#labelCount;
    let key = 0;
    for (let label = 0; label < multipliers.length; label++) {
      key = (Math.imul(key, multipliers[label]) + ids[first + label]) | 0;
    }
    return key;
  }

  #home(series: number): number {
    return this.#homeOf(this.#keyOf(series));
  }

  /** The slot that a key has where nothing else is in the way. */
  #homeOf(key: number): number {
    return this.isDirect ? key : Math.imul(key, SPREAD) >>> this.shift;
  }

  #link(series: number): void {
    const { keys, places } = this;
    const mask = keys.length - 1;
    let at = this.#home(series);
    while (places[at] !== 0) at = (at + 1) & mask;
    keys[at] = this.#keyOf(series);
    places[at] = series + 1;
  }

  #rebuild(): void {
    const old = this.places;
    this.#setSlots();
    for (const place of old) if (place !== 0) this.#link(place - 1);
  }

  /** Makes the slots that the series of now need. */
  #setSlots(): void {
    const needed = 32 - Math.clz32(Math.ceil(this.#count / MAX_LOAD));
    const bits = this.isDirect ? this.#totalBits : Math.max(MIN_SLOTS_BITS, needed);
    this.keys = new Int32Array(2 ** bits);
    this.places = new Uint32Array(2 ** bits);
    this.shift = 32 - bits;
  }
}

function grown(ids: Uint32Array, needed: number): Uint32Array {
  const copy = new Uint32Array(Math.max(needed, Math.ceil(ids.length * 1.25)));
  copy.set(ids);
  return copy;
}
