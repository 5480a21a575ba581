import type { HistogramColumn, MatrixSeries, QueryValue, VectorSample } from '@telltale/model';
import { formatPlain } from '@telltale/promql';
import type { ChunkWriter } from './chunk-writer.ts';
import { histogramJson } from './histogram-json.ts';
import { labelsJson } from './label-texts.ts';
import { formatSampleValue } from './sample-value.ts';
import { TimeTexts, formatPointTime } from './time-texts.ts';

/** A very long series is printed in parts of so many points. */
const POINTS_PER_TURN = 10_000;

/**
 * Prints the members `resultType` and `result` of a query's answer. Yields whenever it is time to look
 * whether the writer is full.
 */
export function* printResult(value: QueryValue, writer: ChunkWriter): Generator<void> {
  switch (value.type) {
    case 'vector':
      writer.write('"resultType":"vector","result":[');
      yield* printVector(value.samples, writer);
      break;
    case 'matrix':
      writer.write('"resultType":"matrix","result":[');
      yield* printMatrix(value.series, writer);
      break;
    // The single values are printed by other rules than points are: as plain decimals, times as numbers.
    case 'scalar':
      writer.write(
        `"resultType":"scalar","result":[${value.timestampMs / 1000},"${formatPlain(value.value)}"`,
      );
      break;
    case 'string':
      writer.write(
        `"resultType":"string","result":[${value.timestampMs / 1000},${JSON.stringify(value.value)}`,
      );
      break;
  }
  writer.write(']');
}

function* printVector(samples: readonly VectorSample[], writer: ChunkWriter): Generator<void> {
  let comma = '';
  let time = { ms: Number.NaN, text: '' };
  for (const { labels, timestampMs, value, histogram } of samples) {
    if (time.ms !== timestampMs) time = { ms: timestampMs, text: formatPointTime(timestampMs) };
    const point = histogram
      ? `"histogram":[${time.text},${histogramJson(histogram)}]`
      : `"value":[${time.text},"${formatSampleValue(value)}"]`;
    writer.write(`${comma}{"metric":${labelsJson(labels)},${point}}`);
    comma = ',';
    yield;
  }
}

function* printMatrix(series: readonly MatrixSeries[], writer: ChunkWriter): Generator<void> {
  const times = new TimeTexts();
  let comma = '';
  for (const { labels, timestamps, values, histograms } of series) {
    writer.write(`${comma}{"metric":${labelsJson(labels)}`);
    comma = ',';
    const texts = times.of(timestamps);
    yield* printFloats(texts, values, histograms, writer);
    if (histograms) yield* printHistograms(texts, histograms, writer);
    writer.write('}');
    yield;
  }
}

function* printFloats(
  times: readonly string[],
  values: Float64Array,
  histograms: HistogramColumn | undefined,
  writer: ChunkWriter,
): Generator<void> {
  let separator = ',"values":[[';
  for (let i = 0; i < times.length; i++) {
    if (histograms?.[i]) continue;
    writer.write(`${separator}${times[i]},"${formatSampleValue(values[i])}"]`);
    separator = ',[';
    if (i % POINTS_PER_TURN === 0) yield;
  }
  if (separator === ',[') writer.write(']');
}

function* printHistograms(
  times: readonly string[],
  histograms: HistogramColumn,
  writer: ChunkWriter,
): Generator<void> {
  let separator = ',"histograms":[[';
  for (let i = 0; i < times.length; i++) {
    const histogram = histograms[i];
    if (!histogram) continue;
    writer.write(`${separator}${times[i]},${histogramJson(histogram)}]`);
    separator = ',[';
    yield;
  }
  if (separator === ',[') writer.write(']');
}
