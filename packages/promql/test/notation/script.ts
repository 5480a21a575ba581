import { parseDuration } from '@telltale/model';
import type { SeriesLine } from './series-notation.ts';
import { parseSeriesLine, parseSigned } from './series-notation.ts';

/** Adds series to the data; value k of a series is at k × step. */
export interface LoadCommand {
  readonly kind: 'load';
  readonly stepMs: number;
  /** Whether the series are also to be had as native histograms with custom buckets. */
  readonly withHistograms: boolean;
  readonly series: readonly SeriesLine[];
}

/** A remark or error that a case expects; without a text any will do. */
export interface Expectation {
  readonly what: 'fail' | 'warn' | 'info' | 'ordered' | 'no_warn' | 'no_info';
  readonly message?: string;
  readonly pattern?: RegExp;
}

/** Evaluates a query and says what comes out. */
export interface EvalCommand {
  readonly kind: 'eval';
  readonly line: number;
  readonly query: string;
  readonly startMs: number;
  readonly endMs: number;
  /** 0 for an instant query. */
  readonly stepMs: number;
  readonly expectations: readonly Expectation[];
  readonly text?: string;
  readonly scalar?: number;
  /** The timestamps an instant query that returns a range vector must have. */
  readonly rangeVector?: { readonly startMs: number; readonly endMs: number; readonly stepMs: number };
  readonly series: readonly SeriesLine[];
  /** Whether native histograms are expected. */
  readonly expectsHistograms: boolean;
}

export type Command = { readonly kind: 'clear' } | LoadCommand | EvalCommand;

/** Reads a script in the notation of Prometheus' query tests. */
export function parseScript(text: string): Command[] {
  const lines = text.split('\n').map((line) => (line.trim().startsWith('#') ? '' : line.trim()));
  const commands: Command[] = [];
  for (let at = 0; at < lines.length; at++) {
    const head = lines[at];
    if (head === '') continue;
    const start = at;
    const word = head.split(/[\s_]/, 1)[0].toLowerCase();
    if (word === 'clear') {
      commands.push({ kind: 'clear' });
      continue;
    }
    const body: string[] = [];
    while (at + 1 < lines.length && lines[at + 1] !== '') body.push(lines[++at]);
    if (word === 'load') commands.push(parseLoad(head, body));
    else if (word === 'eval') commands.push(parseEval(head, body, start + 1));
    else throw new Error(`line ${start + 1}: unknown command ${head}`);
  }
  return commands;
}

function parseLoad(head: string, body: readonly string[]): LoadCommand {
  const match = /^load(_with_nhcb)?\s+(\S+)$/i.exec(head);
  if (!match) throw new Error(`bad load: ${head}`);
  const series = body.filter((line) => !line.includes('@st')).map(parseSeriesLine);
  return { kind: 'load', stepMs: durationOf(match[2]), withHistograms: match[1] !== undefined, series };
}

const EVAL =
  /^eval(?:_(?<mode>\w+))?\s+(?:instant\s+(?:at\s+(?<at>\S+)\s+)?|range\s+from\s+(?<from>\S+)\s+to\s+(?<to>\S+)\s+step\s+(?<step>\S+)\s+)(?<query>.*)$/i;

function parseEval(head: string, body: readonly string[], line: number): EvalCommand {
  const match = EVAL.exec(head);
  if (!match?.groups) throw new Error(`line ${line}: bad eval: ${head}`);
  const { mode, at, from, to, step, query } = match.groups;
  const startMs = durationOf(at ?? from ?? '0');
  const expectations: Expectation[] = [];
  if (mode === 'fail' || mode === 'warn' || mode === 'info' || mode === 'ordered')
    expectations.push({ what: mode });
  const base = {
    startMs,
    endMs: to === undefined ? startMs : durationOf(to),
    stepMs: step === undefined ? 0 : durationOf(step),
  };
  const result: { -readonly [Key in keyof EvalCommand]: EvalCommand[Key] } = {
    kind: 'eval',
    line,
    query,
    ...base,
    expectations,
    series: [],
    expectsHistograms: body.some((item) => item.includes('{{')),
  };
  const series: SeriesLine[] = [];
  for (const item of body) readExpectation(item, result, expectations, series);
  return { ...result, series };
}

function readExpectation(
  item: string,
  result: { -readonly [Key in keyof EvalCommand]: EvalCommand[Key] },
  expectations: Expectation[],
  series: SeriesLine[],
): void {
  const vector = /^expect\s+range\s+vector\s+from\s+(\S+)\s+to\s+(\S+)\s+step\s+(\S+)$/.exec(item);
  const string = /^expect\s+string\s+(.*)$/.exec(item);
  const remark = /^expect\s+(fail|warn|info|ordered|no_warn|no_info)(?:\s+(msg|regex):\s*(.*))?$/.exec(item);
  const legacy = /^expected_fail_(message|regexp)\s+(.*)$/.exec(item);
  if (vector) {
    const [startMs, endMs, stepMs] = vector.slice(1).map(durationOf);
    result.rangeVector = { startMs, endMs, stepMs };
  } else if (string) result.text = unquoted(string[1]);
  else if (remark) expectations.push(expectation(remark[1], remark[2] === 'regex', remark[3]));
  else if (legacy) expectations.push(expectation('fail', legacy[1] === 'regexp', legacy[2]));
  else if (/^[+-]?(?:[\d.]\S*|inf|nan)$/i.test(item)) result.scalar = parseSigned(item);
  else series.push(parseSeriesLine(item));
}

const REMARKS = ['fail', 'warn', 'info', 'ordered', 'no_warn', 'no_info'] as const;

function expectation(word: string, isPattern: boolean, text: string | undefined): Expectation {
  const what = REMARKS.find((remark) => remark === word) ?? 'fail';
  if (text === undefined) return { what };
  return isPattern ? { what, pattern: new RegExp(text) } : { what, message: text.trim() };
}

function unquoted(text: string): string {
  return text.startsWith('"') ? String(JSON.parse(text)) : text.slice(1, -1);
}

function durationOf(text: string): number {
  const ms = parseDuration(text);
  return ms ?? parseSigned(text) * 1000;
}
