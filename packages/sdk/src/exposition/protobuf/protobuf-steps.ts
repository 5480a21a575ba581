import type { PrometheusFamilyHead, PrometheusFamilyType } from '@telltale/model/wire';
import { writePrometheusHead, writePrometheusMetrics } from '@telltale/model/wire';
import type { ByteChunks } from '../bytes/byte-chunks.ts';
import { exposedMetrics } from '../names/exposed-metric.ts';
import type { ExposedMetric } from '../names/exposed-metric.ts';
import type { EscapingScheme } from '../names/name-escaping.ts';
import { SeriesExtent } from '../series-extent.ts';
import type { Exposed } from '../text/text-steps.ts';
import { foreignFamily } from './foreign-family.ts';
import { pageMetrics } from './page-metrics.ts';

/** What the format does not know is a gauge, as in the text format. */
const TYPES: Readonly<Record<ExposedMetric['view']['kind'], PrometheusFamilyType>> = {
  counter: 'counter',
  gauge: 'gauge',
  histogram: 'histogram',
  summary: 'summary',
  info: 'gauge',
  stateset: 'gauge',
};

/**
 * Writes a metrics page in Prometheus' protocol buffers, a small piece of work at each step. Metrics without
 * series are left out: readers may refuse them.
 */
export function* protobufSteps(
  { metrics, foreign }: Exposed,
  escaping: EscapingScheme,
  chunks: ByteChunks,
): Generator<undefined> {
  const extents = metrics.map((view) => new SeriesExtent(view));
  for (const [index, metric] of exposedMetrics(metrics, escaping).entries()) {
    const { help, unit, kind } = metric.view;
    const extent = extents[index];
    const parts: Uint8Array[] = [];
    for (let page = 0; page < extent.pageCount; page++) {
      const series = extent.pages(page, 1).map((one) => writePrometheusMetrics(pageMetrics(metric, one)));
      parts.push(...series);
      yield;
    }
    yield* writeFamily({ name: metric.name, type: TYPES[kind], help, unit }, parts, chunks);
  }
  for (const family of foreign) {
    const { metrics: series, ...head } = foreignFamily(family, escaping);
    yield* writeFamily(head, [writePrometheusMetrics(series)], chunks);
  }
}

/** The length of a family stands before it, so that it has to be whole. */
function* writeFamily(
  head: PrometheusFamilyHead,
  parts: readonly Uint8Array[],
  chunks: ByteChunks,
): Generator<undefined> {
  const bytes = parts.reduce((sum, part) => sum + part.length, 0);
  if (bytes === 0) return;
  chunks.write(writePrometheusHead(head, bytes));
  for (const part of parts) {
    chunks.write(part);
    yield;
  }
}
