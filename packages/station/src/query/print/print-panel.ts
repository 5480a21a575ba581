import type { MatrixSeries, QueryRange, QueryValue } from '@telltale/model';
import { ChunkWriter } from './chunk-writer.ts';
import { labelsJson } from './label-texts.ts';

/** Prints a range query's answer as a line of a batch: one value per step and series, chunk by chunk. */
export function* printPanel(
  id: string,
  range: QueryRange,
  value: QueryValue,
): Generator<Uint8Array<ArrayBuffer>> {
  const writer = new ChunkWriter();
  writer.write(`{"id":${JSON.stringify(id)},"ok":true,"timestamps":[${stepsOf(range).join(',')}],"series":[`);
  let comma = '';
  for (const series of value.type === 'matrix' ? value.series : []) {
    const values = onSteps(series, range).join(',');
    writer.write(`${comma}{"labels":${labelsJson(series.labels)},"values":[${values}]}`);
    comma = ',';
    if (writer.isFull) yield writer.take();
  }
  writer.write(']}\n');
  yield writer.take();
}

function countOf({ startMs, endMs, stepMs }: QueryRange): number {
  return Math.floor((endMs - startMs) / stepMs) + 1;
}

function stepsOf(range: QueryRange): number[] {
  return Array.from({ length: countOf(range) }, (_, i) => range.startMs + i * range.stepMs);
}

/** Charts want one value per step; JSON has no NaN and no infinity, and a chart draws no histogram. */
function onSteps({ timestamps, values, histograms }: MatrixSeries, range: QueryRange): string[] {
  const texts = Array.from({ length: countOf(range) }, () => 'null');
  for (let i = 0; i < timestamps.length; i++) {
    if (histograms?.[i] || !Number.isFinite(values[i])) continue;
    texts[Math.round((timestamps[i] - range.startMs) / range.stepMs)] = String(values[i]);
  }
  return texts;
}
