import type { PromqlToken } from '../../../../design/promql-tokens.ts';
import { promqlTokens } from '../../../../design/promql-tokens.ts';

/** A piece of a query and where it stands; operators and brackets are pieces of one character, spaces none. */
export interface Piece {
  readonly kind: PromqlToken['kind'];
  readonly text: string;
  readonly from: number;
  readonly to: number;
}

const CLOSER_OF: Readonly<Record<string, string>> = { '(': ')', '[': ']', '{': '}' };
const OPENER_OF: Readonly<Record<string, string>> = { ')': '(', ']': '[', '}': '{' };

/** The pieces of a query in their order. */
export function piecesOf(query: string): readonly Piece[] {
  const pieces: Piece[] = [];
  let at = 0;
  for (const { kind, text } of promqlTokens(query)) {
    for (const part of kind === 'plain' ? text : [text]) {
      if (part.trim() !== '') pieces.push({ kind, text: part, from: at, to: at + part.length });
      at += part.length;
    }
  }
  return pieces;
}

/** Whether a piece is this bracket, operator or comma. */
export function isSign(piece: Piece | undefined, sign: string): boolean {
  return piece?.kind === 'plain' && piece.text === sign;
}

/** Whether a piece is one of some keywords. */
export function isKeyword(piece: Piece | undefined, keywords: ReadonlySet<string>): boolean {
  return piece?.kind === 'keyword' && keywords.has(piece.text.toLowerCase());
}

/** Where the brackets are that the first so many pieces leave open, the innermost last. */
export function openBrackets(pieces: readonly Piece[], end: number = pieces.length): readonly number[] {
  const open: number[] = [];
  for (let i = 0; i < end; i++) {
    const { kind, text } = pieces[i];
    if (kind !== 'plain') continue;
    if (Object.hasOwn(CLOSER_OF, text)) open.push(i);
    else if (Object.hasOwn(OPENER_OF, text)) close(open, pieces, OPENER_OF[text]);
  }
  return open;
}

/** A bracket closes what was opened within its pair and left open; one without its pair closes nothing. */
function close(open: number[], pieces: readonly Piece[], opener: string): void {
  const own = open.findLastIndex((index) => pieces[index].text === opener);
  if (own >= 0) open.length = own;
}

/** Where the bracket is closed that is opened at an index; behind the last piece where it is not. */
export function closerOf(pieces: readonly Piece[], opener: number): number {
  const { text } = pieces[opener];
  let depth = 0;
  for (let i = opener; i < pieces.length; i++) {
    if (isSign(pieces[i], text)) depth++;
    if (isSign(pieces[i], CLOSER_OF[text])) depth--;
    if (depth === 0) return i;
  }
  return pieces.length;
}

/** Where the bracket is opened that is closed at an index; -1 where it is not. */
export function openerOf(pieces: readonly Piece[], closer: number): number {
  const { text } = pieces[closer];
  let depth = 0;
  for (let i = closer; i >= 0; i--) {
    if (isSign(pieces[i], text)) depth++;
    if (isSign(pieces[i], OPENER_OF[text])) depth--;
    if (depth === 0) return i;
  }
  return -1;
}

/** The bracket beside a place in the text and the one that belongs to it, as places; none where one is missing. */
export function bracketsAt(pieces: readonly Piece[], caret: number): readonly number[] {
  for (const index of pieces.keys()) {
    const { kind, text, from, to } = pieces[index];
    if (kind !== 'plain' || from > caret || to < caret) continue;
    const isOpener = Object.hasOwn(CLOSER_OF, text);
    if (!isOpener && !Object.hasOwn(OPENER_OF, text)) continue;
    const other = isOpener ? closerOf(pieces, index) : openerOf(pieces, index);
    return pieces[other] === undefined ? [] : [from, pieces[other].from];
  }
  return [];
}
