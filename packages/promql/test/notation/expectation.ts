import { RE2JS } from 're2js';

const REMARKS = ['fail', 'warn', 'info', 'ordered', 'no_warn', 'no_info'] as const;

/** A remark or error that a case expects; without a text any will do. */
export interface Expectation {
  readonly what: (typeof REMARKS)[number];
  /** The whole text. */
  readonly message?: string;
  /** Found anywhere in the text. */
  readonly pattern?: string;
}

const LINE = /^expect\s+(?<word>\w+)(?:\s+(?<form>msg|regex):(?<text>.*))?$/;

/** Parses `expect warn msg: …`. */
export function parseExpectation(line: string): Expectation {
  const { word, form, text } = LINE.exec(line)?.groups ?? {};
  const what = REMARKS.find((remark) => remark === word);
  if (what === undefined) throw new Error(`nobody can expect this: ${line}`);
  return expectationOf(what, form === 'regex', text);
}

/** An expectation with a text, whole or as a pattern. */
export function expectationOf(
  what: Expectation['what'],
  isPattern: boolean,
  text: string | undefined,
): Expectation {
  if (text === undefined) return { what };
  if (!isPattern) return { what, message: text.trim() };
  RE2JS.compile(text.trim());
  return { what, pattern: text.trim() };
}

/** Throws if expectations contradict each other. */
export function checkExpectations(expectations: readonly Expectation[]): void {
  const has = (what: Expectation['what']): boolean => expectations.some((item) => item.what === what);
  if (has('warn') && has('no_warn')) throw new Error('warn and no_warn contradict each other');
  if (has('info') && has('no_info')) throw new Error('info and no_info contradict each other');
  if (expectations.filter(({ what }) => what === 'fail').length > 1)
    throw new Error('a case can fail in one way only');
}

/** Whether a text is what an expectation asks for. */
export function fits({ message, pattern }: Expectation, text: string): boolean {
  if (pattern !== undefined) return RE2JS.compile(pattern).matcher(text).find();
  return message === undefined || message === text;
}

/** What an expectation asks for, for people. */
export function describeExpectation({ message, pattern }: Expectation): string {
  return message ?? (pattern === undefined ? 'any' : `/${pattern}/`);
}
