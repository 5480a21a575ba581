/** A piece of a Python program that is no white space and no comment. */
export interface PythonToken {
  readonly kind: 'word' | 'string' | 'number' | 'mark';
  /** Words and marks as written; strings without quotes, prefix and, but in raw ones, escapes. */
  readonly text: string;
  /** Offsets in the file: of the first character and behind the last. */
  readonly start: number;
  readonly end: number;
}

const SPACE = /(?:[ \t\r\n\f\\]+|#[^\n]*)+/y;
const WORD = /[A-Za-z_\u0080-\uffff][\w\u0080-\uffff]*/y;
const NUMBER = /\d[\w.]*/y;
const PREFIX = /(?:[rRbBuUfF]{1,2})?(?="|')/y;
const STRING =
  /"""(?:[^"\\]|\\[^]|"(?!""))*"""|'''(?:[^'\\]|\\[^]|'(?!''))*'''|"(?:[^"\\\n]|\\[^])*"|'(?:[^'\\\n]|\\[^])*'/y;

/** The tokens of a Python program. Text that is no Python gives tokens that mean nothing, never an error. */
export function tokensOfPython(text: string): readonly PythonToken[] {
  const tokens: PythonToken[] = [];
  for (let at = lengthAt(SPACE, text, 0); at < text.length; at += lengthAt(SPACE, text, at)) {
    const token = tokenAt(text, at);
    tokens.push(token);
    at = token.end;
  }
  return tokens;
}

function tokenAt(text: string, start: number): PythonToken {
  const string = stringAt(text, start);
  if (string) return string;
  for (const [kind, pattern] of [
    ['word', WORD],
    ['number', NUMBER],
  ] as const) {
    const end = start + lengthAt(pattern, text, start);
    if (end > start) return { kind, text: text.slice(start, end), start, end };
  }
  return { kind: 'mark', text: text[start], start, end: start + 1 };
}

function stringAt(text: string, start: number): PythonToken | undefined {
  const prefix = lengthAt(PREFIX, text, start);
  const length = lengthAt(STRING, text, start + prefix);
  if (length === 0) return undefined;
  const end = start + prefix + length;
  const quotes = /^(?:"""|''')/.test(text.slice(start + prefix, start + prefix + 3)) ? 3 : 1;
  const content = text.slice(start + prefix + quotes, end - quotes);
  const isRaw = /r/i.test(text.slice(start, start + prefix));
  return { kind: 'string', text: isRaw ? content : unescape(content), start, end };
}

function unescape(content: string): string {
  return content.replace(/\\(\r\n|[^])/g, (_, escaped: string) => {
    if (/^[\r\n]/.test(escaped)) return '';
    return escaped === 'n' ? '\n' : escaped === 't' ? '\t' : escaped;
  });
}

function lengthAt(pattern: RegExp, text: string, at: number): number {
  pattern.lastIndex = at;
  return pattern.test(text) ? pattern.lastIndex - at : 0;
}
