import { LabelSet } from '@telltale/model';
import type { CommandIo } from '../io/command-io.ts';

type Point = readonly [seconds: number, value: string];

/** A native histogram at a moment, in the form of Prometheus' API. */
type HistogramPoint = readonly [
  seconds: number,
  histogram: {
    readonly count: string;
    readonly sum: string;
    readonly buckets?: readonly (readonly [bounds: number, lower: string, upper: string, count: string])[];
  },
];

interface VectorSeries {
  readonly metric: Record<string, string>;
  readonly value?: Point;
  readonly histogram?: HistogramPoint;
}

interface MatrixSeries {
  readonly metric: Record<string, string>;
  readonly values?: readonly Point[];
  readonly histograms?: readonly HistogramPoint[];
}

/** The `data` of an answer of `/api/v1/query` and `/api/v1/query_range`. */
export type QueryData =
  | {
      readonly resultType: 'vector';
      readonly result: readonly VectorSeries[];
    }
  | {
      readonly resultType: 'matrix';
      readonly result: readonly MatrixSeries[];
    }
  | { readonly resultType: 'scalar' | 'string'; readonly result: Point };

/** Prometheus' envelope. */
export type QueryAnswer =
  | { readonly status: 'success'; readonly data: QueryData }
  | { readonly status: 'error'; readonly errorType: string; readonly error: string };

const RESULT_TYPES: readonly unknown[] = ['vector', 'matrix', 'scalar', 'string'];

/** Whether parsed JSON is an answer of the query API, and not what some other server says. */
export function isAnswer(answer: unknown): answer is QueryAnswer {
  if (typeof answer !== 'object' || answer === null || !('status' in answer)) return false;
  if (answer.status === 'error') return 'error' in answer && typeof answer.error === 'string';
  if (answer.status !== 'success' || !('data' in answer)) return false;
  const { data } = answer;
  const isData = typeof data === 'object' && data !== null && 'resultType' in data && 'result' in data;
  return isData && RESULT_TYPES.includes(data.resultType) && Array.isArray(data.result);
}

/** Prints a result for people: a line a series, a block a range. */
export function printQueryResult(data: QueryData, io: CommandIo): void {
  switch (data.resultType) {
    case 'scalar':
    case 'string':
      io.write(`${data.result[1]}\n`);
      return;
    case 'vector': {
      const rows = data.result.map((series) => [seriesName(series.metric), valueText(series)] as const);
      const width = rows.reduce((widest, [name]) => Math.max(widest, name.length), 0);
      for (const [name, value] of rows) io.write(`${name.padEnd(width)}  ${value}\n`);
      break;
    }
    case 'matrix':
      for (const series of data.result) {
        io.write(`${seriesName(series.metric)}\n`);
        for (const [seconds, value] of pointsOf(series)) io.write(`  ${isoTime(seconds)}  ${value}\n`);
      }
      break;
  }
  if (data.result.length === 0) io.writeError('The query is valid and returned nothing.\n');
}

function valueText({ value, histogram }: VectorSeries): string {
  if (value !== undefined) return value[1];
  return histogram === undefined ? '' : histogramText(histogram);
}

/** Numbers and histograms of a series in the order of their times. */
function pointsOf({ values = [], histograms = [] }: MatrixSeries): readonly Point[] {
  if (histograms.length === 0) return values;
  const printed = histograms.map((point): Point => [point[0], histogramText(point)]);
  return [...values, ...printed].sort(([a], [b]) => a - b);
}

/** As Prometheus prints them: which bounds belong to a bucket is told by its brackets. */
function histogramText([, { count, sum, buckets = [] }]: HistogramPoint): string {
  const printed = buckets.map(([bounds, lower, upper, number]) => {
    const [open, close] = BRACKETS[bounds] ?? ['(', ']'];
    return `, ${open}${lower},${upper}${close}:${number}`;
  });
  return `{count:${count}, sum:${sum}${printed.join('')}}`;
}

/** By the number that the API has for them. */
const BRACKETS: readonly (readonly [open: string, close: string])[] = [
  ['(', ']'],
  ['[', ')'],
  ['(', ')'],
  ['[', ']'],
];

function seriesName(metric: Record<string, string>): string {
  return LabelSet.of(metric).toString();
}

function isoTime(seconds: number): string {
  return new Date(seconds * 1000).toISOString();
}
