import { printHistogramLiteral } from './histogram-literal.ts';
import { printNumber } from './number-notation.ts';
import type { RuleTestValue } from './rule-test-file.ts';

/** A run shorter than this is as long in words as in the short form. */
const MIN_RUN = 3;

/** Prints samples in the notation of rule tests: `0+15x40 600 _x3 stale`. */
export function printSeriesValues(values: readonly RuleTestValue[]): string {
  const parts: string[] = [];
  for (let at = 0; at < values.length;) {
    const length = runLength(values, at);
    parts.push(length >= MIN_RUN ? printRun(values, at, length) : printValue(values[at]));
    at += length >= MIN_RUN ? length : 1;
  }
  return parts.join(' ');
}

/** How many values from `at` on the notation can say in one word. */
function runLength(values: readonly RuleTestValue[], at: number): number {
  const [first, second] = [values[at], values[at + 1]];
  let end = at + 1;
  if (first === 'missing') {
    while (values[end] === 'missing') end++;
    return end - at;
  }
  if (typeof first !== 'number') return 1;
  if (typeof second !== 'number') return 1;
  // The reader adds step by step, so that only what adds up the same way is the same.
  const step = second - first;
  for (let value = first + step; end < values.length && values[end] === value; end++) value += step;
  return Number.isFinite(step) ? end - at : 1;
}

function printRun(values: readonly RuleTestValue[], at: number, length: number): string {
  const [first, second] = [values[at], values[at + 1]];
  if (typeof first !== 'number' || typeof second !== 'number') return `_x${length}`;
  const step = second - first;
  return `${printNumber(first)}${step < 0 ? '-' : '+'}${printNumber(Math.abs(step))}x${length - 1}`;
}

function printValue(value: RuleTestValue): string {
  if (value === 'missing') return '_';
  if (value === 'stale') return value;
  return typeof value === 'number' ? printNumber(value) : printHistogramLiteral(value);
}
