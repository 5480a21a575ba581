import type { Piece } from '../syntax/pieces.ts';
import { isSign, piecesOf } from '../syntax/pieces.ts';
import { isClosedString } from '../syntax/quoting.ts';
import type { TextEdit } from './text-edit.ts';
import { editTo } from './text-edit.ts';

/** A text with what is selected in it. */
export interface Selected {
  readonly text: string;
  readonly from: number;
  readonly to: number;
}

const CLOSER_OF: Readonly<Record<string, string>> = { '(': ')', '[': ']', '{': '}' };
const QUOTES = '"\'`';

/**
 * What a character does beyond being written: brackets and quotes come in pairs, go around what is selected, and
 * the second of a pair is not written twice. `undefined` where it is written like any other.
 */
export function typedEdit(selected: Selected, typed: string): TextEdit | undefined {
  const { text, from, to } = selected;
  if (typed.length !== 1) return undefined;
  const closer = QUOTES.includes(typed) ? typed : CLOSER_OF[typed];
  const pieces = piecesOf(text);
  const around = pieceAround(pieces, from);
  if (from !== to) {
    if (closer === undefined || around?.kind === 'comment') return undefined;
    const insert = typed + text.slice(from, to) + closer;
    return { from, to, insert, select: { from: from + 1, to: to + 1 } };
  }
  if (text[from] === typed && isWrittenAlready(pieces, around, from, typed))
    return editTo(from, from, '', from + 1);
  if (closer === undefined || around !== undefined) return undefined;
  const canPair =
    /^[\s)\]},;]?$/.test(text[from] ?? '') && !(QUOTES.includes(typed) && /\w/.test(text[from - 1] ?? ''));
  return canPair ? editTo(from, from, typed + closer, from + 1) : undefined;
}

/** Erasing the first of an empty pair erases the second, too. */
export function erasedEdit({ text, from, to }: Selected): TextEdit | undefined {
  if (from !== to || from === 0) return undefined;
  const first = text[from - 1];
  const isPair = CLOSER_OF[first] === text[from] && pieceAround(piecesOf(text), from) === undefined;
  const isEmptyText =
    QUOTES.includes(first) &&
    piecesOf(text).some((piece) => piece.from === from - 1 && piece.text === first + first);
  return isPair || isEmptyText ? editTo(from - 1, from + 1, '', from - 1) : undefined;
}

/** A new line that begins where the one before begins. */
export function newLineEdit({ text, from, to }: Selected): TextEdit {
  const line = text.slice(lineBegin(text, from), from);
  const insert = `\n${/^[ \t]*/.exec(line)?.[0] ?? ''}`;
  return editTo(from, to, insert, from + insert.length);
}

/** Makes the lines that are selected comments, or no longer where all of them are. */
export function commentEdit({ text, from, to }: Selected): TextEdit {
  const begin = lineBegin(text, from);
  const next = text.indexOf('\n', to);
  const end = next < 0 ? text.length : next;
  const lines = text.slice(begin, end).split('\n');
  const isComment = lines.every((line) => /^\s*#/.test(line));
  const insert = lines.map((line) => (isComment ? line.replace(/^(\s*)# ?/, '$1') : `# ${line}`)).join('\n');
  const moved = (place: number, by: number): number => Math.max(begin, place + by);
  const first = isComment ? insert.split('\n')[0].length - lines[0].length : 2;
  return {
    from: begin,
    to: end,
    insert,
    select: { from: moved(from, first), to: moved(to, insert.length - (end - begin)) },
  };
}

function lineBegin(text: string, at: number): number {
  return text.slice(0, at).lastIndexOf('\n') + 1;
}

/** The text or comment that a place is inside of. */
function pieceAround(pieces: readonly Piece[], at: number): Piece | undefined {
  return pieces.find(({ kind, text, from, to }) => {
    if (from >= at || to < at) return false;
    if (kind === 'comment') return true;
    return kind === 'string' && (at < to || !isClosedString(text));
  });
}

/** A bracket that stands there is meant where one more would be too many; a quote where it ends its text. */
function isWrittenAlready(
  pieces: readonly Piece[],
  around: Piece | undefined,
  at: number,
  typed: string,
): boolean {
  if (QUOTES.includes(typed))
    return around?.to === at + 1 && around.text.startsWith(typed) && isClosedString(around.text);
  const opener = Object.keys(CLOSER_OF).find((one) => CLOSER_OF[one] === typed);
  if (opener === undefined || around !== undefined) return false;
  const count = (sign: string): number => pieces.filter((piece) => isSign(piece, sign)).length;
  return count(opener) <= count(typed);
}
