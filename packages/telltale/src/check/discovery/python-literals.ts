import type { PythonToken } from '../programs/python-token.ts';
import { tokensOfPython } from '../programs/python-token.ts';

/** A dictionary of a Python program that is written out, as the YAML it would become. */
export interface PythonLiteral {
  /** Its keys, without those of dictionaries inside. */
  readonly keys: readonly string[];
  /** The dictionary alone, at the place it has in the program. */
  readonly text: string;
  /** Offsets in the program. */
  readonly start: number;
  readonly end: number;
}

const MAY_CONFIGURE = /['"](?:scrape_configs|panels|groups|services|receivers)['"]\s*:/;
const MARKS: ReadonlySet<string> = new Set(['{', '}', '[', ']', ':', ',', '-']);
const CONSTANTS: ReadonlyMap<string, string> = new Map([
  ['None', 'null'],
  ['True', 'True'],
  ['False', 'False'],
]);

/**
 * Dictionaries that hold nothing but texts, numbers and constants: programs that write configuration
 * files often have them so. Nothing is executed; what is computed is left out.
 */
export function pythonLiterals(program: string): readonly PythonLiteral[] {
  if (!MAY_CONFIGURE.test(program)) return [];
  const tokens = tokensOfPython(program);
  const literals: PythonLiteral[] = [];
  for (let at = 1; at < tokens.length; at++) {
    if (!isMark(tokens[at], '{') || !startsValue(tokens[at - 1])) continue;
    const end = closingOf(tokens, at);
    if (end === -1) break;
    const inside = tokens.slice(at, end + 1);
    if (isLiteral(inside, program)) {
      const range = { start: tokens[at].start, end: tokens[end].end };
      literals.push({ keys: keysOf(inside), text: textOf(inside, program), ...range });
    }
    at = end;
  }
  return literals;
}

function startsValue({ kind, text }: PythonToken): boolean {
  return kind === 'mark' ? text === '=' || text === '(' : text === 'return';
}

function isMark({ kind, text }: PythonToken, mark: string): boolean {
  return kind === 'mark' && text === mark;
}

function closingOf(tokens: readonly PythonToken[], open: number): number {
  let depth = 0;
  for (let at = open; at < tokens.length; at++) {
    if (tokens[at].kind !== 'mark') continue;
    if (/^[{[(]$/.test(tokens[at].text)) depth++;
    else if (/^[}\])]$/.test(tokens[at].text) && --depth === 0) return at;
  }
  return -1;
}

function isLiteral(tokens: readonly PythonToken[], program: string): boolean {
  return tokens.every(({ kind, text, start, end }, index) => {
    if (kind === 'mark') return MARKS.has(text);
    if (kind === 'word') return CONSTANTS.has(text);
    // Texts with a prefix, three quotes, escapes or another text behind them are no YAML.
    const isPlain = /^(?:'[^'\\\n]*'|"[^"\\\n]*")$/.test(program.slice(start, end));
    return kind === 'number' || (isPlain && tokens[index + 1].kind !== 'string');
  });
}

function keysOf(tokens: readonly PythonToken[]): readonly string[] {
  const keys: string[] = [];
  let depth = 0;
  for (const [index, { kind, text }] of tokens.entries()) {
    if (kind === 'mark' && /^[{[]$/.test(text)) depth++;
    else if (kind === 'mark' && /^[}\]]$/.test(text)) depth--;
    else if (depth === 1 && kind === 'string' && isMark(tokens[index + 1], ':')) keys.push(text);
  }
  return keys;
}

function textOf(tokens: readonly PythonToken[], program: string): string {
  const [first] = tokens;
  const before = program.slice(0, first.start).split('\n');
  let text = '\n'.repeat(before.length - 1) + ' '.repeat(before.at(-1)?.length ?? 0);
  let at = first.start;
  for (const { kind, text: word, start, end } of tokens) {
    text += program.slice(at, start) + (kind === 'word' ? CONSTANTS.get(word) : program.slice(start, end));
    at = end;
  }
  return text;
}
