import type { MatrixSeries } from '@telltale/model';
import { compareLabelSets } from '@telltale/model';

/** The points of series from `startMs` to `endMs`, both inclusive; series without any are left out. */
export function cutSeries(series: readonly MatrixSeries[], startMs: number, endMs: number): MatrixSeries[] {
  const cut: MatrixSeries[] = [];
  for (const item of series) {
    const from = firstNotBefore(item.timestamps, startMs);
    const to = firstNotBefore(item.timestamps, endMs + 1);
    if (from >= to) continue;
    const isWhole = from === 0 && to === item.timestamps.length;
    cut.push(isWhole ? item : slice(item, from, to));
  }
  return cut;
}

function slice(
  { labels, timestamps, values, histograms }: MatrixSeries,
  from: number,
  to: number,
): MatrixSeries {
  return {
    labels,
    timestamps: timestamps.subarray(from, to),
    values: values.subarray(from, to),
    ...(histograms && { histograms: histograms.slice(from, to) }),
  };
}

/** Joins the series of successive parts of a range, in the order of their labels. */
export function joinParts(parts: readonly (readonly MatrixSeries[])[]): MatrixSeries[] {
  const filled = parts.filter((part) => part.length > 0);
  if (filled.length <= 1) return [...(filled[0] ?? [])];
  const bySeries = new Map<string, MatrixSeries[]>();
  for (const part of filled) {
    for (const series of part) {
      const pieces = bySeries.get(series.labels.key);
      if (pieces) pieces.push(series);
      else bySeries.set(series.labels.key, [series]);
    }
  }
  return [...bySeries.values()].map(concat).sort((a, b) => compareLabelSets(a.labels, b.labels));
}

function concat(pieces: readonly MatrixSeries[]): MatrixSeries {
  const [first] = pieces;
  if (pieces.length === 1) return first;
  const length = pieces.reduce((sum, { values }) => sum + values.length, 0);
  const timestamps = new Float64Array(length);
  const values = new Float64Array(length);
  let offset = 0;
  for (const piece of pieces) {
    timestamps.set(piece.timestamps, offset);
    values.set(piece.values, offset);
    offset += piece.values.length;
  }
  if (pieces.every(({ histograms }) => !histograms)) return { labels: first.labels, timestamps, values };
  const histograms = pieces.flatMap((piece) => piece.histograms ?? Array.from(piece.values, () => undefined));
  return { labels: first.labels, timestamps, values, histograms };
}

function firstNotBefore(sorted: Float64Array, bound: number): number {
  let low = 0;
  let high = sorted.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (sorted[middle] < bound) low = middle + 1;
    else high = middle;
  }
  return low;
}
