import type { MatchOperator, Matcher } from '@telltale/model';

/** Matchers read from one text, or why it cannot be read. */
export type ParsedMatchers =
  | { readonly kind: 'matchers'; readonly matchers: readonly Matcher[] }
  /** `offset` is one in the text. */
  | { readonly kind: 'fault'; readonly message: string; readonly offset: number };

const NAME = /\s*(?:"((?:[^"\\\n]|\\.)*)"|([^\s{}!=~,\\"'`]+))\s*/y;
const OPERATOR = /=~|!~|!=|=/y;
const QUOTED = /\s*"((?:[^"\\]|\\.)*)"\s*/y;
const UNQUOTED = /\s*([^,"]*)/y;
const ESCAPE = /\\(n|"|\\)/g;

/**
 * Reads Alertmanager's matchers: one (`severity="page"`), or several with commas, in braces or not.
 * Names and values may be in double quotes.
 */
export function parseMatchers(text: string): ParsedMatchers {
  const open = /^\s*\{/.exec(text);
  const close = open ? /,?\s*\}\s*$/.exec(text) : /,?\s*$/.exec(text);
  if (!close) return { kind: 'fault', message: 'the brace is not closed', offset: open?.index ?? 0 };
  const matchers: Matcher[] = [];
  let position = open?.[0].length ?? 0;
  if (open && position >= close.index) return { kind: 'matchers', matchers };
  for (;;) {
    const read = readMatcher(text, position, close.index);
    if ('message' in read) return { kind: 'fault', ...read };
    matchers.push(read.matcher);
    if (read.next >= close.index) return { kind: 'matchers', matchers };
    if (text[read.next] !== ',') {
      return { kind: 'fault', message: `expected a comma, not '${text[read.next]}'`, offset: read.next };
    }
    position = read.next + 1;
  }
}

type Read =
  | { readonly matcher: Matcher; readonly next: number }
  | { readonly message: string; readonly offset: number };

function readMatcher(text: string, start: number, end: number): Read {
  const name = matchAt(NAME, text, start);
  if (!name) return { message: 'expected the name of a label', offset: Math.min(start, text.length) };
  const operator = matchAt(OPERATOR, text, start + name[0].length);
  const at = start + name[0].length;
  if (!operator) return { message: 'expected one of =, !=, =~ and !~', offset: Math.min(at, text.length) };
  const valueAt = at + operator[0].length;
  const quoted = matchAt(QUOTED, text, valueAt);
  const unquoted = quoted ?? matchAt(UNQUOTED, text.slice(0, end), valueAt);
  const raw = unquoted?.[1] ?? '';
  const value = quoted ? unescape(raw) : raw.trim();
  const matcher = {
    name: name[1] === undefined ? name[2] : unescape(name[1]),
    op: operatorOf(operator[0]),
    value,
  };
  return { matcher, next: valueAt + (unquoted?.[0].length ?? 0) };
}

function operatorOf(text: string): MatchOperator {
  return text === '=' || text === '!=' || text === '=~' ? text : '!~';
}

function matchAt(pattern: RegExp, text: string, position: number): RegExpExecArray | null {
  pattern.lastIndex = position;
  return pattern.exec(text);
}

function unescape(text: string): string {
  return text.replace(ESCAPE, (_, escaped: string) => (escaped === 'n' ? '\n' : escaped));
}
