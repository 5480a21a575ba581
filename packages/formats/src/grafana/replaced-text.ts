import type { SourceRange } from '@telltale/model';

/** A text in which pieces were replaced, with the way back to the original. */
export interface ReplacedText {
  readonly text: string;
  /** The range of the original that a range of `text` stands for. */
  readonly rangeOf: (range: SourceRange) => SourceRange;
}

/** A piece of a text and what takes its place. */
export interface Replacement extends SourceRange {
  readonly text: string;
}

interface Piece {
  /** Where the piece ends in the new text. */
  readonly end: number;
  readonly length: number;
  readonly original: SourceRange;
  readonly isCopy: boolean;
}

/** Makes the replacements, which are in order and do not overlap. */
export function replaceRanges(original: string, replacements: readonly Replacement[]): ReplacedText {
  const pieces: Piece[] = [];
  let text = '';
  let at = 0;
  const add = (piece: string, start: number, end: number, isCopy: boolean): void => {
    if (piece === '' && start === end) return;
    text += piece;
    pieces.push({ end: text.length, length: piece.length, original: { start, end }, isCopy });
  };
  for (const { start, end, text: piece } of replacements) {
    add(original.slice(at, start), at, start, true);
    add(piece, start, end, false);
    at = end;
  }
  add(original.slice(at), at, original.length, true);
  return {
    text,
    rangeOf: ({ start, end }) => ({
      start: originalOffset(pieces, start, 'start'),
      end: originalOffset(pieces, Math.max(start, end), 'end'),
    }),
  };
}

/** An offset inside a replaced piece is that of the piece's edge. */
function originalOffset(pieces: readonly Piece[], offset: number, edge: 'start' | 'end'): number {
  const piece = pieces.find(({ end }) => (edge === 'start' ? offset < end : offset <= end)) ?? pieces.at(-1);
  if (!piece) return 0;
  const { original, isCopy, end, length } = piece;
  if (!isCopy) return original[edge];
  return Math.min(original.end, original.start + offset - (end - length));
}
