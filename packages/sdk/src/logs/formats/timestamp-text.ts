const SECOND_MS = 1000;
/** The end of the years that have four digits. */
const MAX_MS = Date.UTC(10_000, 0) - 1;

/** Times as texts, `2026-09-24T10:00:00.123Z`: what is the same for a second is made once. */
export class TimestampText {
  #secondMs = NaN;
  #second = '';
  #ms = NaN;
  #text = '';

  of(ms: number): string {
    if (ms === this.#ms) return this.#text;
    if (!(ms >= 0 && ms <= MAX_MS)) return isoText(ms);
    const inSecond = Math.trunc(ms) % SECOND_MS;
    const secondMs = Math.trunc(ms) - inSecond;
    if (secondMs !== this.#secondMs) {
      this.#secondMs = secondMs;
      this.#second = isoText(secondMs).slice(0, 20);
    }
    this.#ms = ms;
    this.#text = `${this.#second}${String(inSecond).padStart(3, '0')}Z`;
    return this.#text;
  }
}

/** A clock that is far off is no reason to lose a record. */
function isoText(ms: number): string {
  const date = new Date(ms);
  return Number.isNaN(date.getTime()) ? '1970-01-01T00:00:00.000Z' : date.toISOString();
}
