import type { MatrixSeries, QueryResult, QueryValue, VectorSample } from '@telltale/model';
import type { Remarks } from './envelope.ts';

/** A float as Prometheus writes it: shortest exact decimal, `NaN`, `+Inf`, `-Inf`. */
export function formatSampleValue(value: number): string {
  if (value === Infinity) return '+Inf';
  return value === -Infinity ? '-Inf' : String(value);
}

/** The `data` member of a query's answer, as JSON text. */
export function resultJson(value: QueryValue): string {
  switch (value.type) {
    case 'vector':
      return `{"resultType":"vector","result":[${value.samples.map(vectorJson).join(',')}]}`;
    case 'matrix':
      return `{"resultType":"matrix","result":[${value.series.map(seriesJson).join(',')}]}`;
    case 'scalar':
      return `{"resultType":"scalar","result":${pointJson(value.timestampMs, value.value)}}`;
    case 'string':
      return `{"resultType":"string","result":[${value.timestampMs / 1000},${JSON.stringify(value.value)}]}`;
  }
}

/** Warnings and remarks of a result, as texts. */
export function remarksOf(result: QueryResult): Remarks {
  const texts = (severity: 'warning' | 'info') =>
    result.annotations.filter((note) => note.severity === severity).map((note) => note.message);
  return { warnings: texts('warning'), infos: texts('info') };
}

function vectorJson(sample: VectorSample): string {
  return `{"metric":${JSON.stringify(sample.labels)},"value":${pointJson(sample.timestampMs, sample.value)}}`;
}

function seriesJson(series: MatrixSeries): string {
  const points: string[] = [];
  for (let i = 0; i < series.timestamps.length; i++) {
    points.push(pointJson(series.timestamps[i], series.values[i]));
  }
  return `{"metric":${JSON.stringify(series.labels)},"values":[${points.join(',')}]}`;
}

function pointJson(timestampMs: number, value: number): string {
  return `[${timestampMs / 1000},"${formatSampleValue(value)}"]`;
}
