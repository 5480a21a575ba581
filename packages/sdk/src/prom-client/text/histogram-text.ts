import type { SeriesStore } from '../series/series-store.ts';
import { defaultTextFor, joined, ownText } from './label-text.ts';
import type { PageTexts } from './page-texts.ts';
import type { PageStyle } from './sample-text.ts';
import { exemplarText, labelsText, valueText } from './sample-text.ts';

/** What the lines of a histogram are made from. */
export interface HistogramParts {
  readonly name: string;
  readonly bounds: readonly number[];
  readonly store: SeriesStore;
  readonly texts: PageTexts;
}

/** The lines of a histogram: cumulative buckets, sum and count of each series. */
export function histogramText({ name, bounds, store, texts }: HistogramParts, page: PageStyle): string {
  const { defaultLabels, isOpenMetrics } = page;
  const defaultText = defaultTextFor(store.labelNames, defaultLabels);
  const heads = [...bounds, '+Inf'].map((bound) => `\n${name}_bucket{le="${bound}"`);
  const style = `${name} ${labelsText(defaultLabels)}`;
  return texts.write(store, style, ({ values, cells, live, rowCount }) => {
    const parts: string[] = [];
    for (let row = 0; row < rowCount; row++) {
      const state = cells[row];
      if (live[row] === 0 || state === undefined) continue;
      const labels = joined(defaultText(state), ownText(state));
      const bucketEnd = labels === '' ? '} ' : `,${labels}} `;
      const offset = row * store.width;
      let count = 0;
      for (let bucket = 0; bucket < heads.length; bucket++) {
        count += values[offset + 1 + bucket];
        parts.push(heads[bucket], bucketEnd, valueText(count));
        const exemplar = state.exemplars?.[bucket];
        if (isOpenMetrics && exemplar) parts.push(exemplarText(exemplar));
      }
      const end = labels === '' ? ' ' : `{${labels}} `;
      parts.push('\n', name, '_sum', end, valueText(values[offset]));
      parts.push('\n', name, '_count', end, valueText(count));
    }
    return parts;
  });
}
