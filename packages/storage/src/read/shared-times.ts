/** Gives arrays with the same times as one and the same array. */
export class SharedTimes {
  readonly #bySummary = new Map<string, Float64Array[]>();

  share(timestamps: Float64Array): Float64Array {
    const summary = `${timestamps.length} ${timestamps[0]} ${timestamps.at(-1)}`;
    const candidates = this.#bySummary.get(summary);
    if (candidates === undefined) {
      this.#bySummary.set(summary, [timestamps]);
      return timestamps;
    }
    const same = candidates.find((candidate) => areEqual(candidate, timestamps));
    if (same === undefined) candidates.push(timestamps);
    return same ?? timestamps;
  }
}

function areEqual(a: Float64Array, b: Float64Array): boolean {
  for (let i = 0; i < a.length; i++) if (a[i] !== b[i]) return false;
  return true;
}
