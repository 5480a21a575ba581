import { parseDuration } from '@telltale/model';
import { parseStringLiteral } from '../../src/literals/string-literal.ts';
import type { Expectation } from './expectation.ts';
import { checkExpectations, expectationOf, parseExpectation } from './expectation.ts';
import type { LineReader } from './line-reader.ts';
import type { EvalCommand, EvalTimes } from './script.ts';
import type { SeriesLine } from './series-notation.ts';
import { parseSeriesLine, parseSigned } from './series-notation.ts';

const INSTANT = /^eval(?:_(?<mode>fail|warn|ordered|info))?\s+instant\s+(?:at\s+(?<at>\S+)\s+)?(?<query>.+)$/;
const RANGE =
  /^eval(?:_(?<mode>fail|warn|info))?\s+range\s+from\s+(?<from>\S+)\s+to\s+(?<to>\S+)\s+step\s+(?<step>\S+)\s+(?<query>.+)$/;

/** Parses an evaluation and what it expects, up to the end of its body. */
export function parseEval(head: string, lines: LineReader): EvalCommand {
  const { line } = lines;
  const groups = (INSTANT.exec(head) ?? RANGE.exec(head))?.groups;
  if (!groups) throw new Error('an evaluation is instant or over a range');
  const { mode, at = '0s', from = at, to = from, step, query } = groups;
  const times = timesOf(from, to, step);
  const expected = new Expected(mode, times.stepMs === 0);
  for (let item = lines.next(); item !== undefined; item = lines.next()) {
    if (expected.readLine(item)) break;
  }
  return { kind: 'eval', line, query, ...times, ...expected.all() };
}

/** What the body of an evaluation says so far. */
class Expected {
  readonly #expectations: Expectation[] = [];
  readonly #series: SeriesLine[] = [];
  readonly #isInstant: boolean;
  #text: string | undefined;
  #scalar: number | undefined;
  #rangeVector: EvalTimes | undefined;

  constructor(mode: string | undefined, isInstant: boolean) {
    this.#isInstant = isInstant;
    if (mode !== undefined) this.#expectations.push(parseExpectation(`expect ${mode}`));
  }

  /** Whether the body ends with the line. */
  readLine(item: string): boolean {
    const failure = /^expected_fail_(message|regexp)\s+(.*)$/.exec(item);
    if (failure) {
      const fail = expectationOf('fail', failure[1] === 'regexp', failure[2]);
      this.#expectations.splice(0, this.#expectations.length, fail);
      return true;
    }
    const vector = /^expect\s+range\s+vector\s+from\s+(\S+)\s+to\s+(\S+)\s+step\s+(\S+)$/.exec(item);
    const string = /^expect\s+string\s+(.*)$/.exec(item);
    if (vector) this.#rangeVector = timesOf(vector[1], vector[2], vector[3]);
    else if (string) this.#text = quoted(string[1]);
    else if (/^expect\s/.test(item)) this.#expectations.push(parseExpectation(item));
    else if (/^[+-]?(?:[\d.]\S*|inf|nan)$/i.test(item)) {
      this.#scalar = parseSigned(item);
      return true;
    } else this.#series.push(this.#seriesLine(item));
    return false;
  }

  all(): Pick<EvalCommand, 'expectations' | 'series' | 'text' | 'scalar' | 'rangeVector'> {
    checkExpectations(this.#expectations);
    return {
      expectations: this.#expectations,
      series: this.#series,
      ...(this.#text !== undefined && { text: this.#text }),
      ...(this.#scalar !== undefined && { scalar: this.#scalar }),
      ...(this.#rangeVector && { rangeVector: this.#rangeVector }),
    };
  }

  #seriesLine(item: string): SeriesLine {
    const line = parseSeriesLine(item);
    const isOne = line.slots.length === 1;
    if (this.#isInstant && !this.#rangeVector && !isOne)
      throw new Error(`an instant query has one value per series, not ${line.slots.length}`);
    return line;
  }
}

function timesOf(from: string, to: string, step: string | undefined): EvalTimes {
  const times = {
    startMs: durationOf(from),
    endMs: durationOf(to),
    stepMs: step === undefined ? 0 : durationOf(step),
  };
  if (times.endMs < times.startMs) throw new Error(`${to} is before ${from}`);
  return times;
}

function durationOf(text: string): number {
  const ms = parseDuration(text);
  if (ms === undefined) throw new Error(`no duration: ${text}`);
  return ms;
}

function quoted(text: string): string {
  const value = parseStringLiteral(text);
  if (value === undefined) throw new Error(`a string is written in quotes: ${text}`);
  return value;
}
