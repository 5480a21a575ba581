/** Entries that were not used for so long, to twice as long, are forgotten. */
const LIFETIME_MS = 10 * 60_000;

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

/** A map that forgets what is not used: what senders invent cannot fill the memory. */
export class GenerationalMap<Value> {
  readonly #generations: Generations;
  #generation: number;
  #young = new Map<string, Value>();
  #old = new Map<string, Value>();

  constructor(generations: Generations) {
    this.#generations = generations;
    this.#generation = generations.current;
  }

  get(key: string): Value | undefined {
    this.#catchUp();
    const value = this.#young.get(key);
    if (value !== undefined || this.#old.size === 0) return value;
    const old = this.#old.get(key);
    if (old === undefined) return undefined;
    this.#old.delete(key);
    this.set(key, old);
    return old;
  }

  set(key: string, value: Value): void {
    this.#catchUp();
    this.#young.set(key, value);
    this.#generations.add();
  }

  #catchUp(): void {
    const { current } = this.#generations;
    if (this.#generation === current) return;
    this.#old = current === this.#generation + 1 ? this.#young : new Map();
    this.#young = new Map();
    this.#generation = current;
  }
}
