/** Times of a result that differ from step to step are few; those of raw samples can be millions. */
const MAX_KNOWN = 50_000;

/** A time as Prometheus prints it in points: seconds, with all three decimals where there are any. */
export function formatPointTime(timeMs: number): string {
  const sign = timeMs < 0 ? '-' : '';
  const positive = Math.abs(timeMs);
  const seconds = Math.floor(positive / 1000);
  const rest = positive - seconds * 1000;
  return rest === 0 ? `${sign}${seconds}` : `${sign}${seconds}.${String(rest).padStart(3, '0')}`;
}

/** The times of one answer as texts, each printed once: series share their steps. */
export class TimeTexts {
  readonly #known = new Map<number, string>();
  #timestamps: Float64Array | undefined;
  #texts: readonly string[] = [];

  /** The texts of a column of times; the same column is looked up at no cost. */
  of(timestamps: Float64Array): readonly string[] {
    if (timestamps !== this.#timestamps) {
      this.#timestamps = timestamps;
      this.#texts = Array.from(timestamps, (time) => this.#textOf(time));
    }
    return this.#texts;
  }

  #textOf(time: number): string {
    let text = this.#known.get(time);
    if (text === undefined) {
      text = formatPointTime(time);
      if (this.#known.size < MAX_KNOWN) this.#known.set(time, text);
    }
    return text;
  }
}
