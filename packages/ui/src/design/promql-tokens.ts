/** A piece of a PromQL expression. All pieces together are the expression. */
export interface PromqlToken {
  readonly kind: 'function' | 'keyword' | 'label' | 'metric' | 'number' | 'string' | 'comment' | 'plain';
  readonly text: string;
}

const KEYWORDS: ReadonlySet<string> = new Set(
  'and or unless by without on ignoring group_left group_right bool offset atan2 start end inf nan'.split(
    ' ',
  ),
);

/** Strings (those in quotes end with their line), comments, names, numbers with their durations, and whatever else, one character each. */
const PIECES =
  /(?<string>"(?:\\.|[^"\\\n])*"?|'(?:\\.|[^'\\\n])*'?|`[^`]*`?)|(?<comment>#[^\n]*)|(?<name>(?:[a-zA-Z_]|:(?=[a-zA-Z_:]))[a-zA-Z0-9_:.]*)|(?<number>\d[\w.]*(?:[eE][+-]?\d+)?)|(?<plain>[^])/gu;

/** Cuts an expression into pieces by how they look; nothing is an error. */
export function promqlTokens(expression: string): readonly PromqlToken[] {
  const tokens: PromqlToken[] = [];
  let braces = 0;
  for (const { 0: text, index, groups = {} } of expression.matchAll(PIECES)) {
    if (text === '{') braces++;
    if (text === '}') braces = Math.max(0, braces - 1);
    const rest = expression.slice(index + text.length);
    const kind = groups['name'] === undefined ? kindOf(groups) : kindOfName(text, rest, braces > 0);
    const last = tokens.at(-1);
    if (last?.kind === kind && kind === 'plain') tokens[tokens.length - 1] = { kind, text: last.text + text };
    else tokens.push({ kind, text });
  }
  return tokens;
}

function kindOf(groups: Readonly<Record<string, string | undefined>>): PromqlToken['kind'] {
  if (groups['string'] !== undefined) return 'string';
  if (groups['comment'] !== undefined) return 'comment';
  return groups['number'] === undefined ? 'plain' : 'number';
}

const CALL = /^\s*(?:\(|(?:by|without)\b)/i;

function kindOfName(name: string, rest: string, isInBraces: boolean): PromqlToken['kind'] {
  if (isInBraces) return 'label';
  if (KEYWORDS.has(name.toLowerCase())) return 'keyword';
  return CALL.test(rest) ? 'function' : 'metric';
}
