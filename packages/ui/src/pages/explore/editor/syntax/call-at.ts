import type { Piece } from './pieces.ts';
import { isKeyword, isSign, openBrackets, openerOf, piecesOf } from './pieces.ts';
import { GROUPING } from './selector-text.ts';

/** The call that a place in a query is an argument of. */
export interface CallAt {
  readonly name: string;
  /** Which of its arguments. */
  readonly argument: number;
}

/** The innermost call whose parentheses a place stands in. */
export function callAt(query: string, caret: number): CallAt | undefined {
  const pieces = piecesOf(query).filter(({ kind }) => kind !== 'comment');
  const before = pieces.findIndex(({ to }) => to > caret);
  const end = before < 0 ? pieces.length : before;
  for (const opener of openBrackets(pieces, end).toReversed()) {
    const name = nameOfCall(pieces, opener);
    if (name !== undefined) return { name, argument: commasIn(pieces, opener, end) };
  }
  return undefined;
}

/** `sum` of `sum (` and of `sum by (job) (`. */
function nameOfCall(pieces: readonly Piece[], opener: number): string | undefined {
  if (!isSign(pieces[opener], '(')) return undefined;
  const before = pieces[opener - 1];
  if (before?.kind === 'function') return before.text;
  if (!isSign(before, ')')) return undefined;
  const grouping = openerOf(pieces, opener - 1) - 1;
  if (!isKeyword(pieces[grouping], GROUPING)) return undefined;
  const name = pieces[grouping - 1];
  return name?.kind === 'function' ? name.text : undefined;
}

function commasIn(pieces: readonly Piece[], opener: number, end: number): number {
  let commas = 0;
  let depth = 0;
  for (const { kind, text } of pieces.slice(opener + 1, end)) {
    if (kind !== 'plain') continue;
    if ('([{'.includes(text)) depth++;
    if (')]}'.includes(text)) depth--;
    if (text === ',' && depth === 0) commas++;
  }
  return commas;
}
