import type { SourceRange } from '../expression/source-range.ts';
import { SearchSyntaxError } from './search-syntax-error.ts';
import type { SearchText } from './search-term.ts';

const BLANKS = /\s*/y;
/** Ends with no hyphen, so that `a->b` is a word. */
const NAME = /[\p{L}_@$](?:[\p{L}\p{N}_@$./-]*[\p{L}\p{N}_@$])?/uy;
const WORD = /(?:\\.|[^\s"()])+/suy;
const PHRASE = /"(?<inner>(?:\\.|[^"\\])*)"/suy;
/** A slash inside is written `\/`; behind the last one the term is over, so that `/api/users` is a word. */
const REGEXP = /\/(?<inner>(?:\\.|[^/\\])+)\/(?=[\s)]|$)/uy;
/** Characters that a backslash makes ordinary in a word; in front of others it is one itself. */
const ESCAPED_IN_WORD = /\\([\s\\"():*/<>=!~-])/gu;
const ESCAPED_IN_PHRASE = /\\(["\\nrt])/g;
const CONTROLS: ReadonlyMap<string, string> = new Map([
  ['n', '\n'],
  ['r', '\r'],
  ['t', '\t'],
]);

/** Reads the parts of a search from its text, from left to right. */
export class SearchScanner {
  readonly text: string;
  /** Where the next part begins. */
  at = 0;

  constructor(text: string) {
    this.text = text;
  }

  skipBlanks(): void {
    this.take(BLANKS);
  }

  /** Whether a term cannot begin here: the end, a blank, or what closes a group. */
  get isAtBoundary(): boolean {
    return this.at >= this.text.length || /[\s)]/u.test(this.text[this.at]);
  }

  /** What matches here, which is then behind the scanner; a sticky pattern. */
  take(pattern: RegExp): string | undefined {
    return this.#match(pattern)?.[0];
  }

  /** A name that stands in front of an operator; nothing where a plain word begins. */
  takeName(operator: RegExp): { readonly name: SearchText; readonly operator: string } | undefined {
    const start = this.at;
    const name = this.text[start] === '"' ? this.takePhrase() : this.#takePlain(NAME);
    const found = name && this.take(operator);
    if (name && found !== undefined) return { name, operator: found };
    this.at = start;
    return undefined;
  }

  /** A text in quotes; the scanner stands before a quote. */
  takePhrase(): SearchText {
    const start = this.at;
    const inner = this.#match(PHRASE)?.groups?.['inner'];
    if (inner === undefined) throw this.error('this quote is not closed', { start, end: this.text.length });
    const text = inner.replaceAll(ESCAPED_IN_PHRASE, (_, letter: string) => CONTROLS.get(letter) ?? letter);
    return { text, pieces: [text], isQuoted: true, source: this.from(start) };
  }

  /** A regular expression between slashes; nothing where none begins and ends. */
  takeRegexp(): { readonly pattern: string; readonly source: SourceRange } | undefined {
    const start = this.at;
    const inner = this.#match(REGEXP)?.groups?.['inner'];
    if (inner === undefined) return undefined;
    return { pattern: inner.replaceAll(String.raw`\/`, '/'), source: this.from(start) };
  }

  /** A bare word; nothing where a quote or a parenthesis stands. */
  takeWord(): SearchText | undefined {
    const start = this.at;
    const written = this.take(WORD);
    if (written === undefined) return undefined;
    const pieces = starPieces(written).map((piece) => piece.replaceAll(ESCAPED_IN_WORD, '$1'));
    return { text: pieces.join('*'), pieces, isQuoted: false, source: this.from(start) };
  }

  /** From a place to where the scanner stands. */
  from(start: number): SourceRange {
    return { start, end: this.at };
  }

  error(reason: string, source: SourceRange): SearchSyntaxError {
    return new SearchSyntaxError(reason, this.text, source);
  }

  #takePlain(pattern: RegExp): SearchText | undefined {
    const start = this.at;
    const text = this.take(pattern);
    if (text === undefined) return undefined;
    return { text, pieces: [text], isQuoted: false, source: this.from(start) };
  }

  #match(pattern: RegExp): RegExpExecArray | undefined {
    pattern.lastIndex = this.at;
    const match = pattern.exec(this.text) ?? undefined;
    if (match) this.at += match[0].length;
    return match;
  }
}

/** What stands between the stars of a word, of those that no backslash makes ordinary. */
function starPieces(written: string): string[] {
  const pieces = [''];
  for (const [part] of written.matchAll(/\\.|[^\\]|\\$/gsu)) {
    if (part === '*') pieces.push('');
    else pieces[pieces.length - 1] += part;
  }
  return pieces;
}
