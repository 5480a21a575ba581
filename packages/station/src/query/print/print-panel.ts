import type { MatrixSeries, QueryAnnotation, QueryRange, QueryValue } from '@telltale/model';
import { LabelSet } from '@telltale/model';
import { formatAnnotation } from '@telltale/promql';
import { bucketColumns } from './bucket-columns.ts';
import { ChunkWriter } from './chunk-writer.ts';
import { labelsJson } from './label-texts.ts';

/** Texts in an answer, as in Prometheus' API. */
const MAX_WARNINGS = 10;

/** What a line of a batch is printed from. */
export interface PrintedPanel {
  readonly id: string;
  readonly query: string;
  /** The steps that were asked for; of an instant, its time alone counts, as the end. */
  readonly range: QueryRange;
  /** Added to the times, which are those of the page and not of the samples. */
  readonly offsetMs: number;
  readonly value: QueryValue;
  readonly annotations: readonly QueryAnnotation[];
}

/**
 * Prints an answer as a line of a batch: one value per step and series, chunk by chunk. The line is left open: what it
 * cost and its end are written by whoever sends it.
 */
export function* printPanel(panel: PrintedPanel): Generator<Uint8Array<ArrayBuffer>> {
  const { id, value, offsetMs } = panel;
  const range = value.type === 'matrix' ? panel.range : { ...panel.range, startMs: panel.range.endMs };
  const times = stepsOf(range, offsetMs).join(',');
  const warnings = panel.annotations
    .filter(({ severity }) => severity === 'warning')
    .map((note) => formatAnnotation(note, panel.query));
  const writer = new ChunkWriter();
  writer.write(`{"id":${JSON.stringify(id)},"ok":true,"timestamps":[${times}],"series":[`);
  let comma = '';
  for (const series of seriesOf(value, range.endMs)) {
    for (const { labels, values } of columnsOf(series, range, warnings)) {
      writer.write(`${comma}{"labels":${labels},"values":[${values.join(',')}]}`);
      comma = ',';
      if (writer.isFull) yield writer.take();
    }
  }
  const said = warnings.slice(0, MAX_WARNINGS);
  writer.write(`]${said.length > 0 ? `,"warnings":${JSON.stringify(said)}` : ''}`);
  yield writer.take();
}

/** A vector is a series of one point each, a number one without labels. */
function seriesOf(value: QueryValue, timeMs: number): readonly MatrixSeries[] {
  const timestamps = Float64Array.of(timeMs);
  switch (value.type) {
    case 'matrix':
      return value.series;
    case 'vector':
      return value.samples.map(({ labels, value: number, histogram }) => ({
        labels,
        timestamps,
        values: Float64Array.of(number),
        ...(histogram && { histograms: [histogram] }),
      }));
    case 'scalar':
      return [{ labels: LabelSet.of({}), timestamps, values: Float64Array.of(value.value) }];
    case 'string':
      return [];
  }
}

function countOf({ startMs, endMs, stepMs }: QueryRange): number {
  return Math.floor((endMs - startMs) / stepMs) + 1;
}

function stepsOf(range: QueryRange, offsetMs: number): number[] {
  return Array.from({ length: countOf(range) }, (_, i) => range.startMs + i * range.stepMs + offsetMs);
}

interface Column {
  /** As a JSON object. */
  readonly labels: string;
  readonly values: readonly string[];
}

/** The column of a series; of a native histogram, one for each of its buckets. */
function* columnsOf(series: MatrixSeries, range: QueryRange, warnings: string[]): Generator<Column> {
  const count = countOf(range);
  const { labels, timestamps, histograms } = series;
  const stepOf = (i: number) => Math.round((timestamps[i] - range.startMs) / range.stepMs);
  if (!histograms?.every((one) => one !== undefined)) {
    yield { labels: labelsJson(labels), values: onSteps(series, count, stepOf) };
  }
  if (!histograms) return;
  const { columns, omitted } = bucketColumns(histograms, count, stepOf);
  for (const { le, values: texts } of columns) {
    yield { labels: labelsJson(LabelSet.of({ ...labels.toObject(), le })), values: texts };
  }
  if (omitted > 0)
    warnings.push(`${omitted} buckets of a native histogram are left out: ask for a sum of fewer`);
}

/** Charts want one value per step; JSON has no NaN and no infinity. */
function onSteps(
  { timestamps, values, histograms }: MatrixSeries,
  count: number,
  stepOf: (index: number) => number,
): string[] {
  const texts = Array.from({ length: count }, () => 'null');
  for (let i = 0; i < timestamps.length; i++) {
    if (histograms?.[i] || !Number.isFinite(values[i])) continue;
    texts[stepOf(i)] = String(values[i]);
  }
  return texts;
}
