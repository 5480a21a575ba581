import { bitsOf } from '@telltale/model';
import type { NativeHistogram } from '@telltale/model';
import type { Piece } from './run.ts';

/**
 * Puts the pieces of one series in order, without overlaps: late samples and imports lie between
 * others. Of samples of the same time the one of the earlier piece in the list is kept.
 *
 * @param pieces - none empty, each ascending, in the order in which they were stored.
 */
export function mergePieces(pieces: readonly Piece[]): Piece[] {
  const merged: Piece[] = [];
  const order = pieces.map((piece, rank) => ({ piece, rank }));
  order.sort((a, b) => a.piece.timestamps[0] - b.piece.timestamps[0]);
  let group: { piece: Piece; rank: number }[] = [];
  let groupEndMs = -Infinity;
  const endGroup = (): void => {
    if (group.length > 0)
      merged.push(mergeGroup(group.sort((a, b) => a.rank - b.rank).map(({ piece }) => piece)));
  };
  for (const entry of order) {
    const { timestamps } = entry.piece;
    if (timestamps[0] > groupEndMs) {
      endGroup();
      group = [];
    }
    group.push(entry);
    groupEndMs = Math.max(groupEndMs, timestamps[timestamps.length - 1]);
  }
  endGroup();
  return merged;
}

/** Folds pieces that overlap into one, those stored earlier first. */
function mergeGroup(pieces: readonly Piece[]): Piece {
  let merged = pieces[0];
  for (let i = 1; i < pieces.length; i++) merged = mergeTwo(merged, pieces[i]);
  return merged;
}

/** Both in order of time; at equal times `a` has precedence. */
function mergeTwo(a: Piece, b: Piece): Piece {
  const out = new PieceBuilder(a.timestamps.length + b.timestamps.length);
  const fromA = readerOf(a);
  const fromB = readerOf(b);
  let i = 0;
  let j = 0;
  while (i < a.timestamps.length || j < b.timestamps.length) {
    const timeA = i < a.timestamps.length ? a.timestamps[i] : Infinity;
    const timeB = j < b.timestamps.length ? b.timestamps[j] : Infinity;
    if (timeA <= timeB) {
      out.push(timeA, fromA, i++);
      if (timeA === timeB) j++;
    } else {
      out.push(timeB, fromB, j++);
    }
  }
  return out.finish();
}

interface PieceReader {
  /** Values are copied as bits: a NaN keeps its payload. */
  readonly bits: Uint32Array;
  readonly histograms: Piece['histograms'];
}

function readerOf({ values, histograms }: Piece): PieceReader {
  return { bits: bitsOf(values), histograms };
}

class PieceBuilder {
  readonly #timestamps: Float64Array;
  readonly #values: Float64Array;
  readonly #bits: Uint32Array;
  readonly #histograms: (NativeHistogram | undefined)[] = [];
  #hasHistograms = false;
  #length = 0;

  constructor(capacity: number) {
    this.#timestamps = new Float64Array(capacity);
    this.#values = new Float64Array(capacity);
    this.#bits = bitsOf(this.#values);
  }

  push(timeMs: number, { bits, histograms }: PieceReader, index: number): void {
    const at = this.#length++;
    this.#timestamps[at] = timeMs;
    this.#bits[at * 2] = bits[index * 2];
    this.#bits[at * 2 + 1] = bits[index * 2 + 1];
    const histogram = histograms?.[index];
    this.#histograms.push(histogram);
    if (histogram !== undefined) this.#hasHistograms = true;
  }

  finish(): Piece {
    const timestamps = this.#timestamps.subarray(0, this.#length);
    const values = this.#values.subarray(0, this.#length);
    return this.#hasHistograms
      ? { timestamps, values, histograms: this.#histograms }
      : { timestamps, values };
  }
}
