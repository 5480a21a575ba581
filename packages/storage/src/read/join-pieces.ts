import type { Piece } from './run.ts';

/** Makes one piece of successive ones. */
export function joinPieces(pieces: readonly Piece[]): Piece {
  if (pieces.length === 1) return pieces[0];
  const timestamps = concatenated(pieces.map((piece) => piece.timestamps));
  const values = concatenated(pieces.map((piece) => piece.values));
  if (pieces.every(({ histograms }) => histograms === undefined)) return { timestamps, values };
  const histograms = pieces.flatMap(
    (piece) => piece.histograms ?? Array.from<undefined>({ length: piece.values.length }),
  );
  return { timestamps, values, histograms };
}

/** The columns one behind the other; one alone is not copied. */
export function concatenated(columns: readonly Float64Array[]): Float64Array {
  if (columns.length === 1) return columns[0];
  const joined = new Float64Array(columns.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const column of columns) {
    joined.set(column, at);
    at += column.length;
  }
  return joined;
}
