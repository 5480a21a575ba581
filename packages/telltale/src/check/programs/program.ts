import type { JsToken } from '../catalogue/prom-client-source/js-token.ts';
import { tokensOfProgram } from '../catalogue/prom-client-source/js-token.ts';
import type { CheckedText } from '../workspace/workspace.ts';
import { tokensOfPython } from './python-token.ts';

/** A program as tokens, with the brackets that belong together. */
export interface Program {
  readonly text: CheckedText;
  readonly tokens: readonly JsToken[];
  /**
   * The index of the bracket that closes the one at an index; the number of tokens where none does.
   */
  readonly closingOf: (open: number) => number;
}

const OPENS: ReadonlySet<string> = new Set(['(', '[', '{']);
const CLOSES: ReadonlySet<string> = new Set([')', ']', '}']);
const READ = new WeakMap<CheckedText, Program>();

/** Reads a JavaScript or Python text once; texts of other languages have no tokens. */
export function programOf(text: CheckedText): Program {
  let program = READ.get(text);
  if (!program) READ.set(text, (program = readProgram(text)));
  return program;
}

/** Tests do on purpose what programs should not: old interfaces, files that nobody rotates. */
const TEST_FILE =
  /(?:^|\/)(?:tests?|__tests__|__mocks__|specs?|e2e|fixtures|testdata)\/|[._-](?:test|spec)\.[cm]?[jt]sx?$|(?:^|\/)(?:test_[^/]*|[^/]*_test|conftest)\.py$/i;

/** The programs of a language, without tests. */
export function programsIn(
  texts: readonly CheckedText[],
  ...languages: readonly ('javascript' | 'python')[]
): readonly Program[] {
  return texts
    .filter(
      ({ language, source }) => languages.some((each) => each === language) && !TEST_FILE.test(source.file),
    )
    .map(programOf);
}

/** Whether the token is this bracket, operator or other mark. */
export function isMark(token: JsToken | undefined, text: string): boolean {
  return token?.kind === 'mark' && token.text === text;
}

/** Whether the token is this word. */
export function isWord(token: JsToken | undefined, text: string): boolean {
  return token?.kind === 'word' && token.text === text;
}

function readProgram(text: CheckedText): Program {
  const tokens = tokensOf(text);
  const closings = new Map<number, number>();
  const open: number[] = [];
  for (const [index, { kind, text: mark }] of tokens.entries()) {
    if (kind !== 'mark') continue;
    if (OPENS.has(mark)) open.push(index);
    else if (CLOSES.has(mark)) {
      const from = open.pop();
      if (from !== undefined) closings.set(from, index);
    }
  }
  return { text, tokens, closingOf: (index) => closings.get(index) ?? tokens.length };
}

function tokensOf({ language, source }: CheckedText): readonly JsToken[] {
  if (language === 'javascript') return [...tokensOfProgram(source.text)];
  return language === 'python' ? tokensOfPython(source.text) : [];
}
