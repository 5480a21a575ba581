/** A piece of JavaScript or TypeScript that is no white space and no comment. */
export interface JsToken {
  readonly kind: 'word' | 'string' | 'number' | 'template' | 'regexp' | 'mark';
  /**
   * Words and marks as written; strings decoded; of templates what follows the last substitution;
   * of regular expressions nothing.
   */
  readonly text: string;
  /** Offsets in the file: of the first character and behind the last. */
  readonly start: number;
  readonly end: number;
}

const SPACE = /(?:\s+|\/\/[^\n]*|\/\*[^]*?\*\/)+/y;
const WORD = /[A-Za-z_$\u0080-\uffff][\w$\u0080-\uffff]*/y;
const NUMBER = /\d[\w.]*/y;
const STRING = /"(?:[^"\\\n]|\\[^])*"|'(?:[^'\\\n]|\\[^])*'/y;
const REGEXP = /\/(?:[^/\\[\n]|\\.|\[(?:[^\]\\\n]|\\.)*\])+\/[a-z]*/y;

/** After these a slash starts a regular expression, not a division. */
const BEFORE_REGEXP = /^(?:[=(,:;!&|?{}[+\-*%~^<>]|return|typeof|case|in|of|do|else|void|delete|throw|new)$/;

/**
 * The tokens of a program, read without running it. Text that is no JavaScript (JSX, a stray quote)
 * gives tokens that mean nothing, never an error.
 */
export function* tokensOfProgram(text: string): IterableIterator<JsToken> {
  let at = 0;
  let previous = '';
  while (at < text.length) {
    at += lengthAt(SPACE, text, at);
    if (at >= text.length) return;
    const token = tokenAt(text, at, previous);
    yield token;
    previous = token.kind === 'mark' || token.kind === 'word' ? token.text : '0';
    at = token.end;
  }
}

function tokenAt(text: string, at: number, previous: string): JsToken {
  const word = lengthAt(WORD, text, at);
  if (word > 0) return { kind: 'word', text: text.slice(at, at + word), start: at, end: at + word };
  const number = lengthAt(NUMBER, text, at);
  if (number > 0) return { kind: 'number', text: text.slice(at, at + number), start: at, end: at + number };
  const string = lengthAt(STRING, text, at);
  if (string > 0) {
    return { kind: 'string', text: decode(text.slice(at + 1, at + string - 1)), start: at, end: at + string };
  }
  if (text[at] === '`') return templateAt(text, at);
  const regexp = previous === '' || BEFORE_REGEXP.test(previous) ? lengthAt(REGEXP, text, at) : 0;
  if (regexp > 0) return { kind: 'regexp', text: '', start: at, end: at + regexp };
  return { kind: 'mark', text: text[at], start: at, end: at + 1 };
}

/** A template without substitutions is a string. Of one with them only the end is kept. */
function templateAt(text: string, start: number): JsToken {
  const depths: number[] = [];
  let tail = start + 1;
  let isStatic = true;
  let at = start + 1;
  for (; at < text.length; at++) {
    const inCode = depths.length > 0 && depths.at(-1) !== -1;
    if (!inCode && text[at] === '\\') at++;
    else if (!inCode && text.startsWith('${', at)) {
      isStatic = false;
      depths.push(0);
      at++;
    } else if (text[at] === '`') {
      if (inCode) depths.push(-1);
      else if (depths.length === 0) break;
      else depths.pop();
    } else if (inCode && text[at] === '{') depths.push((depths.pop() ?? 0) + 1);
    else if (inCode && text[at] === '}') {
      const depth = depths.pop() ?? 0;
      if (depth > 0) depths.push(depth - 1);
      else tail = at + 1;
    }
  }
  const end = Math.min(at + 1, text.length);
  return { kind: isStatic ? 'string' : 'template', text: decode(text.slice(tail, at)), start, end };
}

function lengthAt(pattern: RegExp, text: string, at: number): number {
  pattern.lastIndex = at;
  return pattern.test(text) ? pattern.lastIndex - at : 0;
}

const ESCAPES: ReadonlyMap<string, string> = new Map([
  ['n', '\n'],
  ['t', '\t'],
  ['r', '\r'],
  ['b', '\b'],
  ['f', '\f'],
  ['v', '\v'],
  ['0', '\0'],
]);

function decode(text: string): string {
  return text.replace(
    /\\(?:u\{([\da-fA-F]{1,6})\}|u([\da-fA-F]{4})|x([\da-fA-F]{2})|(\r\n|[^]))/g,
    (_, braced: string | undefined, four: string | undefined, two: string | undefined, other: string) => {
      const hex = braced ?? four ?? two;
      if (hex !== undefined) return String.fromCodePoint(Math.min(Number.parseInt(hex, 16), 0x10ffff));
      return /^[\r\n]/.test(other) ? '' : (ESCAPES.get(other) ?? other);
    },
  );
}
