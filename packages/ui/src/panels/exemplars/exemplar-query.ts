import type { Panel } from '@telltale/station/contract';
import type { BoardQuery } from '../../data/board-query.ts';
import { choiceField, urlCodec } from '../../navigation/url-codec.ts';

/** Whether charts show measurements with their traces: `exemplars=on`, for all charts of the page. */
export const exemplarCodec = urlCodec({ exemplars: choiceField('exemplars', ['auto', 'on', 'off']) });

const NO_QUERIES: readonly BoardQuery[] = [];
const OF_HISTOGRAM = /\bhistogram_\w+\s*\(|_bucket\b/;

/** What asks for the exemplars of a panel; nothing of a kind that draws no lines. */
export function exemplarQueries(panel: Panel, queries: readonly BoardQuery[]): readonly BoardQuery[] {
  if (panel.kind !== 'timeseries') return NO_QUERIES;
  const texts = queries.filter(({ offsetMs }) => offsetMs === undefined).map(({ query }) => query);
  if (texts.length === 0) return NO_QUERIES;
  return [{ query: texts[0], legend: '', exemplarsOf: [...new Set(texts)] }];
}

/** Whether a panel shows them where nobody has chosen: where it shows what its histograms measure. */
export function showsExemplars({ unit, metrics, queries }: Panel): boolean {
  if (!isMeasured(unit)) return false;
  const isHistogram = metrics?.some(({ type }) => type === 'histogram') ?? false;
  return isHistogram || queries.some(({ query }) => OF_HISTOGRAM.test(query));
}

/** Whether values of this unit can be single measurements: of shares and rates only the moment of one says something. */
export function isMeasured(unit: string): boolean {
  return unit !== 'ratio' && !unit.endsWith('per_second');
}
