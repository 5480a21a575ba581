/** Points at which a digest is merged into fewer ones; below about 200 values it is exact. */
const DELTA = 0.01;
const MAX_PENDING = 500;

/**
 * A t-digest: the distribution of many values as weighted points, the finer the nearer to both ends.
 * Values wait in a list and are merged when it is full or read.
 */
export class WeightedPoints {
  /** Ascending; the weight of each point stands at the same index of `#weights`. */
  #means = new Float64Array(0);
  #weights = new Float64Array(0);
  #total = 0;
  #pending: number[] = [];

  /** Whether nothing was added since the start or the last reset. */
  get isEmpty(): boolean {
    return this.#total === 0 && this.#pending.length === 0;
  }

  add(value: number): void {
    if (this.#pending.push(value) >= MAX_PENDING) this.#merge();
  }

  reset(): void {
    this.#means = new Float64Array(0);
    this.#weights = new Float64Array(0);
    this.#total = 0;
    this.#pending = [];
  }

  /** The value below which this share of the values lies, between points in a straight line. */
  quantile(share: number): number | undefined {
    if (this.#pending.length > 0) this.#merge();
    const means = this.#means;
    if (means.length === 0) return undefined;
    const rank = this.#total * share;
    let before = 0;
    let lowerRank = 0;
    for (let i = 0; i < means.length; i++) {
      // Half of a point's weight lies below its mean.
      const middle = before + this.#weights[i] / 2;
      if (middle === rank) return means[i];
      if (middle > rank) {
        if (i === 0) return means[0];
        const rise = (means[i] - means[i - 1]) / (middle - lowerRank);
        return means[i - 1] + (rank - lowerRank) * rise;
      }
      lowerRank = middle;
      before += this.#weights[i];
    }
    return means[means.length - 1];
  }

  /** Brings waiting values and points together, and joins neighbours as far as precision allows. */
  #merge(): void {
    const added = Float64Array.from(this.#pending).sort();
    this.#pending = [];
    this.#total += added.length;
    const means: number[] = [];
    const weights: number[] = [];
    let below = 0;
    const take = (mean: number, weight: number): void => {
      const last = means.length - 1;
      const isJoined = last >= 0 && this.#canJoin(means, weights, below, mean, weight);
      if (isJoined) {
        weights[last] += weight;
        if (mean !== means[last]) means[last] += (weight * (mean - means[last])) / weights[last];
      } else {
        means.push(mean);
        weights.push(weight);
        if (last >= 0) below += weights[last];
      }
    };
    let at = 0;
    for (let i = 0; i < this.#means.length; i++) {
      while (at < added.length && added[at] < this.#means[i]) take(added[at++], 1);
      take(this.#means[i], this.#weights[i]);
    }
    while (at < added.length) take(added[at++], 1);
    this.#means = Float64Array.from(means);
    this.#weights = Float64Array.from(weights);
  }

  /** Equal values are always one point; others as long as the point stays small for where it lies. */
  #canJoin(means: number[], weights: number[], below: number, mean: number, weight: number): boolean {
    const last = means.length - 1;
    if (means[last] === mean) return true;
    // The lowest value stays a point of its own.
    if (last === 0) return false;
    const joined = weights[last] + weight;
    const share = (below + joined / 2) / this.#total;
    return joined <= Math.floor(4 * this.#total * DELTA * share * (1 - share));
  }
}
