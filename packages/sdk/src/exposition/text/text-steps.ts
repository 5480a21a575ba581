import type { ExpositionFormat, MetricFamily } from '@telltale/model';
import type { MetricView } from '../../metrics/view/metric-view.ts';
import type { ByteChunks } from '../bytes/byte-chunks.ts';
import { exposedMetrics } from '../names/exposed-metric.ts';
import type { EscapingScheme } from '../names/name-escaping.ts';
import { exemplarTexts } from './exemplar-text.ts';
import { familyHead, openMetricsFamily } from './family-head.ts';
import { foreignLines } from './foreign-lines.ts';
import type { PagesText, TextCache } from './text-cache.ts';

/** What is exposed: what a gathering brought together. */
export interface Exposed {
  readonly metrics: readonly MetricView[];
  /** Families of other registries. */
  readonly foreign: readonly MetricFamily[];
}

/** How text is written. */
export interface TextForm {
  readonly format: ExpositionFormat;
  readonly escaping: EscapingScheme;
}

/** Writes a metrics page as text, a small piece of work at each step. */
export function* textSteps(
  { metrics, foreign }: Exposed,
  { format, escaping }: TextForm,
  cache: TextCache,
  chunks: ByteChunks,
): Generator<undefined> {
  cache.begin();
  for (const metric of exposedMetrics(metrics, escaping)) {
    const { help, unit, kind: type, hasExemplars } = metric.view;
    chunks.writeText(familyHead({ name: metric.name, type, help, unit }, format));
    const mayHaveExemplars =
      hasExemplars &&
      format === 'openmetrics' &&
      openMetricsFamily({ name: metric.name, type }).type === type;
    for (const block of cache.blocksOf(metric, escaping)) {
      if (mayHaveExemplars) writeWithExemplars(block, chunks);
      else chunks.lend(block.text.bytes, block.text.lease);
      yield;
    }
  }
  for (const family of foreign) {
    for (const text of foreignLines(family, format, escaping)) {
      chunks.writeText(text);
      yield;
    }
  }
  if (format === 'openmetrics') chunks.writeText('# EOF\n');
}

function writeWithExemplars({ text, pages, linesPerRow }: PagesText, chunks: ByteChunks): void {
  const exemplars = exemplarTexts(pages, linesPerRow);
  if (exemplars.size === 0) {
    chunks.lend(text.bytes, text.lease);
    return;
  }
  text.interrupt(
    (line) => exemplars.get(line) ?? '',
    (bytes, exemplar) => {
      chunks.write(bytes);
      chunks.writeText(exemplar);
    },
  );
}
