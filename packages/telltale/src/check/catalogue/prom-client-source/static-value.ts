import type { SourceRange } from '@telltale/model';
import type { JsToken } from './js-token.ts';

/** A value that can be read without running the program. */
export type StaticValue =
  | { readonly kind: 'text'; readonly text: string }
  /** A text of which only the end is written out: `${prefix}_total`, `prefix + '_total'`. */
  | { readonly kind: 'tail'; readonly tail: string }
  | { readonly kind: 'texts'; readonly texts: readonly string[] }
  | { readonly kind: 'numbers'; readonly numbers: readonly number[] }
  | { readonly kind: 'unreadable' };

/** The properties of an object literal. */
export interface StaticObject {
  readonly properties: ReadonlyMap<string, StaticValue>;
  /** Where the values stand. */
  readonly places: ReadonlyMap<string, SourceRange>;
  /** Whether it has a spread or a computed key: further properties may exist. */
  readonly isOpen: boolean;
  /** Index of the token behind the closing brace. */
  readonly next: number;
}

const UNREADABLE: StaticValue = { kind: 'unreadable' };
const OPENS: ReadonlySet<string> = new Set(['(', '[', '{']);
const CLOSES: ReadonlySet<string> = new Set([')', ']', '}']);

/** Reads the object literal whose opening brace is at `open`; `undefined` where it never closes. */
export function readObject(tokens: readonly JsToken[], open: number): StaticObject | undefined {
  const properties = new Map<string, StaticValue>();
  const places = new Map<string, SourceRange>();
  let isOpen = false;
  let at = open + 1;
  while (at < tokens.length) {
    if (isMark(tokens[at], '}')) return { properties, places, isOpen, next: at + 1 };
    const end = endOfItem(tokens, at);
    const key = tokens[at];
    const isNamed = (key.kind === 'word' || key.kind === 'string') && isMark(tokens[at + 1], ':');
    if (isNamed) properties.set(key.text, readValue(tokens.slice(at + 2, end)));
    if (isNamed && end > at + 2)
      places.set(key.text, { start: tokens[at + 2].start, end: tokens[end - 1].end });
    else if (key.kind === 'word' && end === at + 1) properties.set(key.text, UNREADABLE);
    else isOpen = true;
    at = isMark(tokens[end], ',') ? end + 1 : end;
  }
  return undefined;
}

/** Index of the comma or closing bracket that ends the item starting at `from`. */
function endOfItem(tokens: readonly JsToken[], from: number): number {
  let depth = 0;
  for (let at = from; at < tokens.length; at++) {
    const { kind, text } = tokens[at];
    if (kind !== 'mark') continue;
    if (depth === 0 && (text === ',' || CLOSES.has(text))) return at;
    if (OPENS.has(text)) depth++;
    if (CLOSES.has(text)) depth--;
  }
  return tokens.length;
}

function readValue(tokens: readonly JsToken[]): StaticValue {
  const own = withoutAsConst(tokens);
  if (isMark(own[0], '[') && isMark(own.at(-1), ']')) return readList(own.slice(1, -1));
  const buckets = readBucketCall(own);
  if (buckets) return { kind: 'numbers', numbers: buckets };
  const text = readText(own);
  return text === undefined ? readTail(own) : { kind: 'text', text };
}

/** The end of a template, or of a sum whose last operand is a string. */
function readTail(tokens: readonly JsToken[]): StaticValue {
  const [plus, last] = tokens.slice(-2);
  const isTemplate = tokens.length === 1 && tokens[0].kind === 'template';
  if (isTemplate) return { kind: 'tail', tail: tokens[0].text };
  return isMark(plus, '+') && last?.kind === 'string' ? { kind: 'tail', tail: last.text } : UNREADABLE;
}

/** Strings joined by plus signs. */
function readText(tokens: readonly JsToken[]): string | undefined {
  const isSum = tokens.every((token, index) =>
    index % 2 === 0 ? token.kind === 'string' : isMark(token, '+'),
  );
  if (!isSum || tokens.length % 2 === 0) return undefined;
  return tokens.map(({ kind, text }) => (kind === 'string' ? text : '')).join('');
}

function readList(tokens: readonly JsToken[]): StaticValue {
  const numbers = readNumbers(tokens);
  return numbers && numbers.length > 0 ? { kind: 'numbers', numbers } : readTexts(tokens);
}

/** Numbers apart by commas; `undefined` where anything else is among them. */
function readNumbers(tokens: readonly JsToken[]): readonly number[] | undefined {
  const numbers: number[] = [];
  for (let at = 0; at < tokens.length;) {
    const end = endOfItem(tokens, at);
    const number = readNumber(tokens.slice(at, end));
    if (number === undefined) return undefined;
    numbers.push(number);
    at = end + 1;
  }
  return numbers;
}

function readNumber(tokens: readonly JsToken[]): number | undefined {
  const isNegative = isMark(tokens[0], '-');
  const [token, ...rest] = isNegative ? tokens.slice(1) : tokens;
  if (!token || rest.length > 0) return undefined;
  const value =
    token.text === 'Infinity'
      ? Infinity
      : token.kind === 'number'
        ? Number(token.text.replaceAll('_', ''))
        : NaN;
  return Number.isNaN(value) ? undefined : isNegative ? -value : value;
}

/** No histogram has more buckets than this on purpose. */
const MAX_BUCKETS = 1000;

/** `client.exponentialBuckets(0.001, 2, 15)` */
function readBucketCall(tokens: readonly JsToken[]): readonly number[] | undefined {
  const open = tokens.findIndex((token) => isMark(token, '('));
  const name = tokens[open - 1]?.text;
  if (open < 1 || !isMark(tokens.at(-1), ')')) return undefined;
  const [start, step, count] = readNumbers(tokens.slice(open + 1, -1)) ?? [];
  if (count === undefined || !Number.isInteger(count) || count > MAX_BUCKETS) return undefined;
  const indices = Array.from({ length: count }, (_, index) => index);
  if (name === 'linearBuckets') return indices.map((index) => start + step * index);
  return name === 'exponentialBuckets' ? indices.map((index) => start * step ** index) : undefined;
}

function readTexts(tokens: readonly JsToken[]): StaticValue {
  const texts: string[] = [];
  for (let at = 0; at < tokens.length;) {
    const end = endOfItem(tokens, at);
    const text = readText(tokens.slice(at, end));
    if (text === undefined) return UNREADABLE;
    texts.push(text);
    at = end + 1;
  }
  return { kind: 'texts', texts };
}

function withoutAsConst(tokens: readonly JsToken[]): readonly JsToken[] {
  const [as, constant] = tokens.slice(-2);
  return as?.text === 'as' && constant?.text === 'const' ? tokens.slice(0, -2) : tokens;
}

function isMark(token: JsToken | undefined, text: string): boolean {
  return token?.kind === 'mark' && token.text === text;
}
