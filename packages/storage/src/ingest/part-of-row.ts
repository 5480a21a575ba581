import { bitsOf } from '@telltale/model';
import type { SampleRow } from '@telltale/model';

/** The samples of a row at some indices, bit for bit. */
export function partOfRow(row: SampleRow, indices: readonly number[]): SampleRow {
  const values = new Float64Array(indices.length);
  const from = bitsOf(row.values);
  const to = bitsOf(values);
  for (let i = 0; i < indices.length; i++) {
    to[i * 2] = from[indices[i] * 2];
    to[i * 2 + 1] = from[indices[i] * 2 + 1];
  }
  const histograms = row.histograms && indices.map((index) => row.histograms?.[index]);
  return { ...row, ids: indices.map((index) => row.ids[index]), values, ...(histograms && { histograms }) };
}
