import type { BucketRun, CounterResetHint, NativeHistogram } from '@telltale/model';
import { parseNumber, printNumber } from './number-notation.ts';
import { SeriesNotationError } from './series-notation-error.ts';

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

/**
 * Parses what stands between the double braces of a histogram: `schema:1 count:3 sum:4.5 buckets:[1 2]`.
 *
 * @throws SeriesNotationError
 */
export function parseHistogramLiteral(text: string): NativeHistogram {
  const items = readItems(text);
  const number = (key: string): number => parseNumber(items.get(key) ?? '0');
  const list = (key: string): number[] => (items.get(key)?.match(/\S+/g) ?? []).map(parseNumber);
  const hint = items.get('counter_reset_hint') ?? 'unknown';
  const counterReset = HINTS.find((known) => known === hint);
  if (counterReset === undefined) throw new SeriesNotationError(`unknown counter_reset_hint: ${hint}`);
  return {
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
}

function readItems(text: string): ReadonlyMap<string, string> {
  const items = new Map<string, string>();
  for (let at = 0; text.slice(at).trim() !== ''; at = ITEM.lastIndex) {
    ITEM.lastIndex = at;
    const { key = '', list, value } = ITEM.exec(text)?.groups ?? {};
    if (!KEYS.has(key)) throw new SeriesNotationError(`no part of a histogram: ${text.slice(at).trim()}`);
    if (items.has(key)) throw new SeriesNotationError(`${key} is given twice in a histogram`);
    items.set(key, list ?? value ?? '');
  }
  return items;
}

function runsOf(start: number, counts: readonly number[]): BucketRun[] {
  return counts.length === 0 ? [] : [{ start, counts: Float64Array.from(counts) }];
}

/** Prints a histogram with its braces as {@link parseHistogramLiteral} reads it. */
export function printHistogramLiteral(histogram: NativeHistogram): string {
  const { schema, count, sum, zeroThreshold, zeroCount, customValues, counterReset } = histogram;
  const numbers = { schema, count, sum, z_bucket: zeroCount, z_bucket_w: zeroThreshold };
  const parts = [
    ...Object.entries(numbers).flatMap(([key, value]) =>
      value === 0 ? [] : [`${key}:${printNumber(value)}`],
    ),
    ...(customValues.length > 0 ? [`custom_values:[${customValues.map(printNumber).join(' ')}]`] : []),
    ...printRuns('offset', 'buckets', histogram.positive),
    ...printRuns('n_offset', 'n_buckets', histogram.negative),
    ...(counterReset === 'unknown' ? [] : [`counter_reset_hint:${counterReset}`]),
  ];
  return `{{${parts.join(' ')}}}`;
}

/** The notation has one run a side: gaps between several become empty buckets. */
function printRuns(offset: string, buckets: string, runs: readonly BucketRun[]): readonly string[] {
  const [first] = runs;
  if (first === undefined) return [];
  const counts: number[] = [];
  for (const run of runs)
    for (const [i, count] of run.counts.entries()) counts[run.start + i - first.start] = count;
  const list = Array.from(counts, (count: number | undefined) => printNumber(count ?? 0)).join(' ');
  return [...(first.start === 0 ? [] : [`${offset}:${first.start}`]), `${buckets}:[${list}]`];
}
