import type { AnsweredQuery } from '../../data/aligned-columns.ts';
import type { QueryWindow } from '../../data/time-range.ts';

/** Observations in buckets over time: what a heatmap draws. */
export interface HeatCells {
  /** Milliseconds, one a column. */
  readonly times: readonly number[];
  /** Upper bounds as they are written, from the lowest to the highest; the last may be `+Inf`. */
  readonly bounds: readonly string[];
  /** `counts[bucket][time]`; `null` where there is no value. */
  readonly counts: readonly (readonly (number | null)[])[];
  readonly max: number;
}

/**
 * Reads series by `le` as buckets. Those of a classic histogram count everything up to their bound and are taken
 * apart; those of a native one stand for themselves. Series without `le` are rows of their own.
 */
export function heatCells(answers: readonly AnsweredQuery[], window: QueryWindow): HeatCells {
  const length = Math.floor((window.endMs - window.startMs) / window.stepMs) + 1;
  const times = Array.from({ length }, (_, i) => window.startMs + i * window.stepMs);
  const rows = new Map<string, (number | null)[]>();
  for (const { result } of answers) {
    const slots = result.timestamps.map((ms) => Math.round((ms - window.startMs) / window.stepMs));
    for (const { labels, values } of result.series) {
      const bound = labels['le'] ?? Object.values(labels).join(' ');
      const row = rows.get(bound) ?? Array.from<number | null>({ length }).fill(null);
      rows.set(bound, row);
      slots.forEach((slot, i) => {
        const value = values[i];
        if (slot >= 0 && slot < length && value !== null) row[slot] = (row[slot] ?? 0) + value;
      });
    }
  }
  const sorted = [...rows].toSorted(([a], [b]) => boundValue(a) - boundValue(b) || a.localeCompare(b));
  const isCumulative = answers.some(({ query }) => query.includes('_bucket'));
  const counts = sorted.map(([, row], i) =>
    isCumulative && i > 0 ? difference(row, sorted[i - 1][1]) : row,
  );
  const max = counts.reduce(
    (most, row) => row.reduce<number>((peak, one) => Math.max(peak, one ?? 0), most),
    0,
  );
  return { times, bounds: sorted.map(([bound]) => bound), counts, max };
}

function boundValue(bound: string): number {
  return bound === '+Inf' ? Infinity : Number(bound);
}

/** A scrape between two buckets may make the lower one the larger: that is nothing, not less than nothing. */
function difference(upper: readonly (number | null)[], lower: readonly (number | null)[]): (number | null)[] {
  return upper.map((value, i) => (value === null ? null : Math.max(0, value - (lower[i] ?? 0))));
}
