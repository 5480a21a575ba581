import type { NativeHistogram } from '@telltale/model';
import { LabelSet } from '@telltale/model';
import { parseNumberLiteral } from '../../src/literals/number-literal.ts';
import { parseExpr } from '../../src/parser/parse-expr.ts';
import { addHistograms, subtractHistograms } from './histogram-arithmetic.ts';
import { parseHistogramLiteral } from './histogram-literal.ts';

/** One slot of a series: a number, a gap, a staleness marker, or a native histogram. */
export type Slot =
  | { readonly kind: 'number'; readonly value: number }
  | { readonly kind: 'gap' }
  | { readonly kind: 'stale' }
  | HistogramSlot;

/** A native histogram, and whether its literal says something about counter resets. */
export interface HistogramSlot {
  readonly kind: 'histogram';
  readonly histogram: NativeHistogram;
  readonly namesReset: boolean;
}

/** A line of a load or of an expectation: labels, then a value for each step. */
export interface SeriesLine {
  readonly labels: LabelSet;
  readonly slots: readonly Slot[];
}

const METRIC =
  /^(?<name>[a-zA-Z_:][\w:]*)?\s*(?<braces>\{(?!\{)(?:[^"'`}]|"(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*'|`[^`]*`)*\})?/;
const TOKEN = /\{\{[^}]*\}\}(?:[+-]\{\{[^}]*\}\})?(?:x\d+)?|\S+/g;
const NUMBER =
  '[+-]?(?:[Nn]a[Nn]|[Ii]nf|0x[\\da-fA-F]+|(?:\\d+(?:ms|[smhdwy]))+|(?:\\d+\\.?\\d*|\\.\\d+)(?:[eE][+-]?\\d+)?)';
const REPEATED_NUMBER = new RegExp(
  `^(?<base>${NUMBER})(?<step>[+-]${NUMBER.replace('[+-]?', '')})?x(?<times>\\d+)$`,
);
const HISTOGRAM = /^\{\{(?<base>[^}]*)\}\}(?:(?:(?<sign>[+-])\{\{(?<step>[^}]*)\}\})?x(?<times>\d+))?$/;

/** Parses `name{a="b"} 1 2+3x4 _ stale {{count:3}}`. */
export function parseSeriesLine(line: string): SeriesLine {
  const { length } = METRIC.exec(line)?.[0] ?? '';
  return { labels: parseMetric(line.slice(0, length).trim()), slots: parseSlots(line.slice(length)) };
}

/** Parses the name and labels of a series: `name{a="b"}`. */
export function parseMetric(text: string): LabelSet {
  const selector = parseExpr(text);
  if (selector.kind !== 'vector') throw new Error(`no series: ${text}`);
  const labels = selector.matchers.map(({ name, value }): [string, string] => [name, value]);
  return LabelSet.from(selector.metric === undefined ? labels : [['__name__', selector.metric], ...labels]);
}

function parseSlots(text: string): Slot[] {
  return [...text.matchAll(TOKEN)].flatMap(([token]) => parseToken(token));
}

function parseToken(token: string): Slot[] {
  if (token === '_') return [{ kind: 'gap' }];
  if (token === 'stale') return [{ kind: 'stale' }];
  const gaps = /^_x(\d+)$/.exec(token);
  if (gaps) return Array.from({ length: Number(gaps[1]) }, () => ({ kind: 'gap' }));
  return token.startsWith('{{') ? parseHistograms(token) : parseNumbers(token);
}

function parseNumbers(token: string): Slot[] {
  const { base = token, step, times } = REPEATED_NUMBER.exec(token)?.groups ?? {};
  let value = parseSigned(base);
  const slots: Slot[] = [{ kind: 'number', value }];
  const added = step === undefined ? 0 : parseSigned(step);
  for (let i = 0; i < Number(times ?? 0); i++) slots.push({ kind: 'number', value: (value += added) });
  return slots;
}

function parseHistograms(token: string): Slot[] {
  const { base, sign, step, times } = HISTOGRAM.exec(token)?.groups ?? {};
  if (base === undefined) throw new Error(`no histogram: ${token}`);
  const first = parseHistogramLiteral(base);
  const added = step === undefined ? undefined : parseHistogramLiteral(step);
  const combine = sign === '-' ? subtractHistograms : addHistograms;
  // Of a sum the second literal decides whether resets are spoken of.
  const { namesReset } = added ?? first;
  let { histogram } = first;
  const slots: Slot[] = [{ kind: 'histogram', histogram, namesReset }];
  for (let i = 0; i < Number(times ?? 0); i++) {
    if (added) histogram = combine(histogram, added.histogram);
    slots.push({ kind: 'histogram', histogram, namesReset });
  }
  return slots;
}

/** Parses a number with an optional sign. */
export function parseSigned(text: string): number {
  const value = parseNumberLiteral(text.replace(/^[+-]/, ''));
  if (value === undefined) throw new Error(`no number: ${text}`);
  return text.startsWith('-') ? -value : value;
}
