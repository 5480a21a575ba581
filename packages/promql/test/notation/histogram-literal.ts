import type { BucketRun, CounterResetHint, NativeHistogram } from '@telltale/model';
import { parseNumberLiteral } from '../../src/literals/number-literal.ts';

/** What a literal says: the histogram, and whether it names a counter reset hint. */
export interface HistogramLiteral {
  readonly histogram: NativeHistogram;
  readonly namesReset: boolean;
}

const ITEM = /\s*(?<key>\w+):(?:\[(?<list>[^\]]*)\]|(?<value>[^\s\]]+))\s*/y;
const KEYS: ReadonlySet<string> = new Set([
  'schema',
  'sum',
  'count',
  'z_bucket',
  'z_bucket_w',
  'custom_values',
  'buckets',
  'offset',
  'n_buckets',
  'n_offset',
  'counter_reset_hint',
]);
const HINTS: readonly CounterResetHint[] = ['unknown', 'reset', 'not_reset', 'gauge'];

/** Parses what is between the double braces: `schema:1 count:3 sum:4.5 buckets:[1 2]`. */
export function parseHistogramLiteral(text: string): HistogramLiteral {
  const items = readItems(text);
  const number = (key: string): number => parseNumber(items.get(key) ?? '0');
  const list = (key: string): number[] => (items.get(key)?.match(/\S+/g) ?? []).map(parseNumber);
  const hint = items.get('counter_reset_hint') ?? 'unknown';
  const counterReset = HINTS.find((known) => known === hint);
  if (counterReset === undefined) throw new Error(`unknown counter_reset_hint: ${hint}`);
  const histogram = {
    schema: number('schema'),
    count: number('count'),
    sum: number('sum'),
    zeroThreshold: number('z_bucket_w'),
    zeroCount: number('z_bucket'),
    positive: runsOf(number('offset'), list('buckets')),
    negative: runsOf(number('n_offset'), list('n_buckets')),
    customValues: list('custom_values'),
    counterReset,
  };
  return { histogram, namesReset: items.has('counter_reset_hint') };
}

function readItems(text: string): ReadonlyMap<string, string> {
  const items = new Map<string, string>();
  ITEM.lastIndex = 0;
  for (let at = 0; text.slice(at).trim() !== ''; at = ITEM.lastIndex) {
    ITEM.lastIndex = at;
    const { key = '', list, value } = ITEM.exec(text)?.groups ?? {};
    if (!KEYS.has(key)) throw new Error(`no part of a histogram: ${text.slice(at).trim()}`);
    if (items.has(key)) throw new Error(`${key} is given twice in a histogram`);
    items.set(key, list ?? value ?? '');
  }
  return items;
}

function runsOf(start: number, counts: readonly number[]): BucketRun[] {
  return counts.length === 0 ? [] : [{ start, counts: Float64Array.from(counts) }];
}

function parseNumber(text: string): number {
  const value = parseNumberLiteral(text.replace(/^[+-]/, ''));
  if (value === undefined) throw new Error(`no number in a histogram: ${text}`);
  return text.startsWith('-') ? -value : value;
}
