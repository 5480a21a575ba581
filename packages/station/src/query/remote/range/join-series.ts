import type { HistogramColumn, MatrixSeries } from '@telltale/model';

/** The series of parts of a range that follow each other. */
export function joinSeries(parts: readonly (readonly MatrixSeries[])[]): readonly MatrixSeries[] {
  if (parts.length === 1) return parts[0];
  const byKey = Map.groupBy(parts.flat(), ({ labels }) => labels.key);
  return [...byKey.values()].map(joinOne);
}

function joinOne(pieces: readonly MatrixSeries[]): MatrixSeries {
  if (pieces.length === 1) return pieces[0];
  const histograms = pieces.some((piece) => piece.histograms) ? pieces.flatMap(columnOf) : undefined;
  return {
    labels: pieces[0].labels,
    timestamps: joinColumns(pieces.map(({ timestamps }) => timestamps)),
    values: joinColumns(pieces.map(({ values }) => values)),
    ...(histograms && { histograms }),
  };
}

function columnOf({ histograms, values }: MatrixSeries): HistogramColumn {
  return histograms ?? Array.from(values, () => undefined);
}

function joinColumns(columns: readonly Float64Array[]): Float64Array {
  const joined = new Float64Array(columns.reduce((sum, { length }) => sum + length, 0));
  let offset = 0;
  for (const column of columns) {
    joined.set(column, offset);
    offset += column.length;
  }
  return joined;
}
