/** Queries that are remembered. */
const MAX_KNOWN = 1000;
/** For how long a query is taken to be heavy. Series come and go, and a thread can be slow for a moment. */
const MAX_AGE_MS = { large: 10 * 60_000, slow: 10_000 } as const;

/** Why a query is heavy: it needs many samples, or took long. */
export type Heaviness = keyof typeof MAX_AGE_MS;

/** Remembers which queries turned out heavy lately. */
export class KnownHeavy {
  readonly #untilMs = new Map<string, number>();

  has(key: string, nowMs: number): boolean {
    const untilMs = this.#untilMs.get(key);
    if (untilMs === undefined) return false;
    this.#untilMs.delete(key);
    if (untilMs <= nowMs) return false;
    this.#untilMs.set(key, untilMs);
    return true;
  }

  /** Notes a query; the one asked longest ago goes when there are too many. */
  add(key: string, heaviness: Heaviness, nowMs: number): void {
    this.#untilMs.set(key, nowMs + MAX_AGE_MS[heaviness]);
    const [oldest] = this.#untilMs.keys();
    if (this.#untilMs.size > MAX_KNOWN) this.#untilMs.delete(oldest);
  }
}
