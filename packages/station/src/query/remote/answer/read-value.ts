import { LabelSet } from '@telltale/model';
import type { MatrixSeries, NativeHistogram, QueryValue, VectorSample } from '@telltale/model';
import { isRecord, listOf } from '../json-record.ts';
import { readHistogram } from './read-histogram.ts';
import { readNumber, readTimeMs } from './read-number.ts';

/**
 * Reads the value of a query's answer.
 *
 * @throws Error that names what is not as it should be.
 */
export function readQueryValue(data: unknown): QueryValue {
  if (!isRecord(data)) throw new Error('the answer has no data');
  const { resultType, result } = data;
  switch (resultType) {
    case 'vector':
      return { type: 'vector', samples: listOf(result).map(readSample) };
    case 'matrix':
      return { type: 'matrix', series: listOf(result).map(readSeries) };
    case 'scalar': {
      const { timeMs, value } = readPoint(result);
      return { type: 'scalar', timestampMs: timeMs, value };
    }
    case 'string':
      return readString(result);
    default:
      throw new Error(`the answer is of the type ${JSON.stringify(resultType)}`);
  }
}

function readSample(item: unknown): VectorSample {
  if (!isRecord(item)) throw new Error('an element of the vector is no object');
  const labels = readLabels(item['metric']);
  if (item['histogram'] === undefined) {
    const { timeMs, value } = readPoint(item['value']);
    return { labels, timestampMs: timeMs, value };
  }
  const [timestampMs, histogram] = readHistogramPoint(item['histogram']);
  return { labels, timestampMs, value: 0, histogram };
}

function readSeries(item: unknown): MatrixSeries {
  if (!isRecord(item)) throw new Error('a series of the matrix is no object');
  const labels = readLabels(item['metric']);
  const points = listOf(item['values'] ?? []);
  const timestamps = new Float64Array(points.length);
  const values = new Float64Array(points.length);
  for (const [i, point] of points.entries()) {
    const { timeMs, value } = readPoint(point);
    timestamps[i] = timeMs;
    values[i] = value;
  }
  if (item['histograms'] === undefined) return { labels, timestamps, values };
  return withHistograms({ labels, timestamps, values }, listOf(item['histograms']).map(readHistogramPoint));
}

/** Numbers and histograms of a series are listed apart; here they stand together, by their times. */
function withHistograms(
  { labels, timestamps, values }: MatrixSeries,
  histograms: readonly (readonly [timeMs: number, histogram: NativeHistogram])[],
): MatrixSeries {
  const points = [
    ...histograms.map(([timeMs, histogram]) => ({ timeMs, value: 0, histogram })),
    ...Array.from(timestamps, (timeMs, i) => ({ timeMs, value: values[i], histogram: undefined })),
  ].sort((a, b) => a.timeMs - b.timeMs);
  return {
    labels,
    timestamps: Float64Array.from(points, ({ timeMs }) => timeMs),
    values: Float64Array.from(points, ({ value }) => value),
    histograms: points.map(({ histogram }) => histogram),
  };
}

function readPoint(point: unknown): { readonly timeMs: number; readonly value: number } {
  const [time, number]: readonly unknown[] = Array.isArray(point) ? point : [];
  const timeMs = readTimeMs(time);
  const value = readNumber(number);
  if (timeMs === undefined || value === undefined) throw notAPoint(point);
  return { timeMs, value };
}

function readHistogramPoint(point: unknown): readonly [timeMs: number, histogram: NativeHistogram] {
  const [time, json]: readonly unknown[] = Array.isArray(point) ? point : [];
  const timeMs = readTimeMs(time);
  const histogram = readHistogram(json);
  if (timeMs === undefined || histogram === undefined) throw notAPoint(point);
  return [timeMs, histogram];
}

function readString(point: unknown): QueryValue {
  const [time, value]: readonly unknown[] = Array.isArray(point) ? point : [];
  const timestampMs = readTimeMs(time);
  if (timestampMs === undefined || typeof value !== 'string') throw notAPoint(point);
  return { type: 'string', timestampMs, value };
}

/** The labels of a series. */
export function readLabels(metric: unknown): LabelSet {
  if (!isRecord(metric)) throw new Error('a series has no labels');
  const entries = Object.entries(metric).map(([name, value]): [string, string] => {
    if (typeof value !== 'string') throw new Error(`the label ${JSON.stringify(name)} is no text`);
    return [name, value];
  });
  return LabelSet.from(entries);
}

function notAPoint(point: unknown): Error {
  return new Error(`a point of the answer is ${JSON.stringify(point).slice(0, 80)}`);
}
