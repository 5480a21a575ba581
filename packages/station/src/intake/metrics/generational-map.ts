import { viewOf } from '@telltale/model';

/** Entries that were not used for so long, to twice as long, are forgotten. */
const LIFETIME_MS = 10 * 60_000;
const FIRST_KEY_BYTES = 64;

/** When the entries of several maps were used last: in this generation, the one before, or earlier. */
export class Generations {
  readonly #maxEntries: number;
  readonly #nowMs: () => number;
  #startedMs: number;
  #entries = 0;
  current = 0;

  /** So many entries of a generation in all maps at most; more begin the next one. */
  constructor(maxEntries: number, nowMs: () => number) {
    this.#maxEntries = maxEntries;
    this.#nowMs = nowMs;
    this.#startedMs = nowMs();
  }

  /** Begins the next generation when this one is old; to be called now and then. */
  turn(): void {
    if (this.#nowMs() - this.#startedMs >= LIFETIME_MS) this.#next();
  }

  /** An entry came into this generation. */
  add(): void {
    if (++this.#entries > this.#maxEntries) this.#next();
  }

  #next(): void {
    this.current++;
    this.#entries = 0;
    this.#startedMs = this.#nowMs();
  }
}

/** What recognises an entry, and can be compared with its key without being made a text. */
export interface RecognisedPart {
  readonly key: string;
  /** Whether its key has these bytes, a character each. */
  matches(bytes: DataView, start: number, end: number): boolean;
}

/** The entries of one generation in the order in which they came: side by side, for they are asked in that order. */
class OrderedEntries<Value> {
  readonly places = new Map<string, number>();
  readonly values: Value[] = [];
  #bytes = Buffer.allocUnsafeSlow(FIRST_KEY_BYTES);
  #view = viewOf(this.#bytes);
  readonly #ends: number[] = [];

  /** Whether the key of an entry is that of a part. */
  isAt(place: number, part: RecognisedPart): boolean {
    return part.matches(this.#view, place === 0 ? 0 : this.#ends[place - 1], this.#ends[place]);
  }

  add(key: string, value: Value): void {
    const end = this.#ends.at(-1) ?? 0;
    if (end + key.length > this.#bytes.length) {
      const larger = Buffer.allocUnsafeSlow(Math.max(end + key.length, this.#bytes.length * 2));
      this.#bytes.copy(larger, 0, 0, end);
      this.#bytes = larger;
      this.#view = viewOf(larger);
    }
    this.#bytes.write(key, end, 'latin1');
    this.#ends.push(end + key.length);
    this.places.set(key, this.values.length);
    this.values.push(value);
  }
}

/**
 * A map that forgets what is not used: what senders invent cannot fill the memory. Senders send the same in the same
 * order again and again: the entry behind the one that was found last is looked at first.
 */
export class GenerationalMap<Value extends object | number> {
  readonly #generations: Generations;
  #generation: number;
  #young = new OrderedEntries<Value>();
  #old: OrderedEntries<Value> | undefined;
  #next = 0;

  constructor(generations: Generations) {
    this.#generations = generations;
    this.#generation = generations.current;
  }

  /** The value of a part; its key is only asked where it is not the one that is expected. */
  find(part: RecognisedPart): Value | undefined {
    if (this.#generation !== this.#generations.current) this.#turn();
    const young = this.#young;
    if (this.#next >= young.values.length) this.#next = 0;
    if (young.values.length === 0 || !young.isAt(this.#next, part)) return this.get(part.key);
    return young.values[this.#next++];
  }

  get(key: string): Value | undefined {
    if (this.#generation !== this.#generations.current) this.#turn();
    const place = this.#young.places.get(key);
    if (place !== undefined) {
      this.#next = place + 1;
      return this.#young.values[place];
    }
    const old = this.#old?.places.get(key);
    if (this.#old === undefined || old === undefined) return undefined;
    const value = this.#old.values[old];
    this.#old.places.delete(key);
    this.set(key, value);
    return value;
  }

  set(key: string, value: Value): void {
    if (this.#generation !== this.#generations.current) this.#turn();
    const place = this.#young.places.get(key);
    if (place !== undefined) {
      this.#young.values[place] = value;
      return;
    }
    this.#young.add(key, value);
    this.#next = this.#young.values.length;
    this.#generations.add();
  }

  #turn(): void {
    const { current } = this.#generations;
    this.#old = current === this.#generation + 1 ? this.#young : undefined;
    this.#young = new OrderedEntries();
    this.#next = 0;
    this.#generation = current;
  }
}
