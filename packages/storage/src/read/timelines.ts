import type { Piece } from './run.ts';

interface TimelineNode {
  readonly next: Map<Float64Array, TimelineNode>;
  timestamps: Float64Array | undefined;
}

/**
 * Joins the pieces of a series. Series whose pieces have the same timestamp arrays, or arrays with
 * the same times, get one and the same joined array.
 */
export class Timelines {
  readonly #root: TimelineNode = { next: new Map(), timestamps: undefined };
  readonly #bySummary = new Map<string, Float64Array[]>();

  /** Pieces must be ascending and must not overlap. */
  join(pieces: readonly Piece[]): Piece {
    let node = this.#root;
    for (const { timestamps } of pieces) {
      let next = node.next.get(timestamps);
      if (next === undefined) node.next.set(timestamps, (next = { next: new Map(), timestamps: undefined }));
      node = next;
    }
    node.timestamps ??= this.#shared(concat(pieces.map(({ timestamps }) => timestamps)));
    return { timestamps: node.timestamps, values: concat(pieces.map(({ values }) => values)) };
  }

  #shared(timestamps: Float64Array): Float64Array {
    const summary = `${timestamps.length} ${timestamps[0]} ${timestamps.at(-1)}`;
    const candidates = this.#bySummary.get(summary);
    if (candidates === undefined) {
      this.#bySummary.set(summary, [timestamps]);
      return timestamps;
    }
    const same = candidates.find((candidate) => equal(candidate, timestamps));
    if (same === undefined) candidates.push(timestamps);
    return same ?? timestamps;
  }
}

function concat(columns: readonly Float64Array[]): Float64Array {
  if (columns.length === 1) return columns[0];
  let length = 0;
  for (const column of columns) length += column.length;
  const joined = new Float64Array(length);
  let offset = 0;
  for (const column of columns) {
    joined.set(column, offset);
    offset += column.length;
  }
  return joined;
}

function equal(a: Float64Array, b: Float64Array): boolean {
  return a.every((value, i) => value === b[i]);
}
