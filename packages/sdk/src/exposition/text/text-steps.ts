import type { MetricFamily } from '@telltale/model';
import type { MetricView } from '../../metrics/view/metric-view.ts';
import type { ByteChunks } from '../bytes/byte-chunks.ts';
import type { ExposedMetric } from '../names/exposed-metric.ts';
import { exposedMetrics } from '../names/exposed-metric.ts';
import type { EscapingScheme } from '../names/name-escaping.ts';
import { SeriesExtent } from '../series-extent.ts';
import { exemplarTexts } from './exemplar-text.ts';
import { openMetricsFamily, takenFamilies } from './family-head.ts';
import { foreignLines, foreignName } from './foreign-lines.ts';
import type { MetricText } from './metric-text.ts';
import type { TextBlock } from './text-block.ts';
import type { TextCache } from './text-cache.ts';
import type { TextForm } from './text-form.ts';

/** What is exposed: what a gathering brought together. */
export interface Exposed {
  readonly metrics: readonly MetricView[];
  /** Families of other registries. */
  readonly foreign: readonly MetricFamily[];
}

/** Writes a metrics page as text, a small piece of work at each step. */
export function* textSteps(
  { metrics, foreign }: Exposed,
  { format, escaping }: TextForm,
  cache: TextCache,
  chunks: ByteChunks,
): Generator<undefined> {
  cache.begin();
  const extents = metrics.map((view) => new SeriesExtent(view));
  const exposed = exposedMetrics(metrics, escaping);
  const taken = format === 'openmetrics' ? familiesOf(exposed, foreign, escaping) : NOTHING_TAKEN;
  for (const [index, metric] of exposed.entries()) {
    const text = cache.textOf(metric, escaping);
    chunks.write(text.head(format, taken));
    const withExemplars = format === 'openmetrics' && mayHaveExemplars(metric, taken);
    const extent = extents[index];
    const count = text.blockCount(extent);
    for (let block = 0; block < count; block++) {
      if (withExemplars) writeWithExemplars(text, extent, block, chunks);
      else lendBlock(text.block(extent, block), chunks);
      yield;
    }
  }
  for (const family of foreign) {
    for (const text of foreignLines(family, { format, escaping }, taken)) {
      chunks.writeText(text);
      yield;
    }
  }
  if (format === 'openmetrics') chunks.writeText('# EOF\n');
}

const NOTHING_TAKEN: ReadonlySet<string> = new Set();

function familiesOf(
  exposed: readonly ExposedMetric[],
  foreign: readonly MetricFamily[],
  escaping: EscapingScheme,
): ReadonlySet<string> {
  const foreignNames = foreign.map((family) => foreignName(family, escaping));
  return takenFamilies([...exposed.map(({ name }) => name), ...foreignNames]);
}

/** OpenMetrics has no exemplars for metrics of an unknown type. */
function mayHaveExemplars({ name, view }: ExposedMetric, taken: ReadonlySet<string>): boolean {
  return view.hasExemplars && openMetricsFamily({ name, type: view.kind }, taken).type === view.kind;
}

function lendBlock({ bytes, lease }: TextBlock, chunks: ByteChunks): void {
  chunks.lend(bytes, lease);
}

function writeWithExemplars(
  metric: MetricText,
  extent: SeriesExtent,
  index: number,
  chunks: ByteChunks,
): void {
  const block = metric.block(extent, index);
  const exemplars = exemplarTexts(metric.pagesOf(extent, index), metric.linesPerRow);
  if (exemplars.size === 0) {
    lendBlock(block, chunks);
    return;
  }
  block.interrupt(
    (line) => exemplars.get(line) ?? '',
    (bytes, exemplar) => {
      chunks.write(bytes);
      chunks.writeText(exemplar);
    },
  );
}
