import { addHistograms } from './add-histograms.ts';
import { parseHistogramLiteral } from './histogram-literal.ts';
import { parseNumber } from './number-notation.ts';
import { SeriesNotationError } from './series-notation-error.ts';
import type { RuleTestValue } from './rule-test-file.ts';

/** More samples than this of one series are a slip of the finger: a year at one a minute has half as many. */
const MAX_VALUES = 1_000_000;

const WORD = /\{\{[^}]*\}\}(?:[+-]\{\{[^}]*\}\})?(?:x\d+)?(?=\s|$)|\S+/g;
// No hexadecimal: `0x10` is eleven zeros.
const NUMBER = '(?:[Nn]a[Nn]|[Ii]nf|(?:\\d+(?:ms|[smhdwy]))+|(?:\\d+\\.?\\d*|\\.\\d+)(?:[eE][+-]?\\d+)?)';
const NUMBERS = new RegExp(`^(?<first>[+-]?${NUMBER})(?:(?<step>[+-]${NUMBER})?x(?<times>\\d+))?$`);
const HISTOGRAMS = /^\{\{(?<first>[^}]*)\}\}(?:(?:(?<sign>[+-])\{\{(?<step>[^}]*)\}\})?x(?<times>\d+))?$/;

/**
 * Parses samples in the notation of rule tests: `0+15x40 600 _x3 stale {{schema:0 count:2}}`. `axN` and
 * `a+bxN` are N + 1 samples, `_xN` is N gaps; what `a+bxN` says is added up step by step.
 *
 * @throws SeriesNotationError naming the word that is not understood.
 */
export function parseSeriesValues(text: string): readonly RuleTestValue[] {
  const values: RuleTestValue[] = [];
  for (const [word] of text.matchAll(WORD)) {
    for (const value of valuesOf(word, MAX_VALUES - values.length)) values.push(value);
  }
  return values;
}

function valuesOf(word: string, room: number): readonly RuleTestValue[] {
  if (word === '_') return ['missing'];
  if (word === 'stale') return ['stale'];
  const gaps = /^_x(\d+)$/.exec(word);
  if (gaps) return Array.from<RuleTestValue>({ length: counted(gaps[1], room, word) }).fill('missing');
  return word.startsWith('{{') ? histogramsOf(word, room) : numbersOf(word, room);
}

function numbersOf(word: string, room: number): readonly number[] {
  const { first, step, times = '0' } = NUMBERS.exec(word)?.groups ?? {};
  if (first === undefined) throw new SeriesNotationError(`'${word}' is no value`);
  let value = parseNumber(first);
  const added = step === undefined ? 0 : parseNumber(step);
  const values = [value];
  for (let i = counted(times, room, word); i > 0; i--)
    values.push(step === undefined ? value : (value += added));
  return values;
}

function histogramsOf(word: string, room: number): readonly RuleTestValue[] {
  const { first, sign, step, times = '0' } = HISTOGRAMS.exec(word)?.groups ?? {};
  if (first === undefined) throw new SeriesNotationError(`'${word}' is no histogram`);
  let histogram = parseHistogramLiteral(first);
  const added = step === undefined ? undefined : parseHistogramLiteral(step);
  const values = [histogram];
  for (let i = counted(times, room, word); i > 0; i--) {
    if (added) histogram = addHistograms(histogram, added, sign === '-' ? -1 : 1);
    values.push(histogram);
  }
  return values;
}

function counted(times: string, room: number, word: string): number {
  const count = Number(times);
  if (count < room) return count;
  throw new SeriesNotationError(`'${word}' makes more than ${MAX_VALUES} samples`);
}
