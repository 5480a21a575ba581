import type { SeriesStore } from '../series/series-store.ts';
import { defaultTextFor, joined, ownText } from './label-text.ts';
import type { PageTexts } from './page-texts.ts';
import type { PageStyle } from './sample-text.ts';
import { exemplarText, labelsText, valueText } from './sample-text.ts';

/** The lines of a counter or gauge; `name` is that of its samples. */
export function plainText(name: string, store: SeriesStore, texts: PageTexts, page: PageStyle): string {
  const { defaultLabels, isOpenMetrics } = page;
  const defaultText = defaultTextFor(store.labelNames, defaultLabels);
  const style = `${name} ${labelsText(defaultLabels)}`;
  return texts.write(store, style, ({ values, cells, live, rowCount }) => {
    const parts: string[] = [];
    for (let row = 0; row < rowCount; row++) {
      const state = cells[row];
      if (live[row] === 0 || state === undefined) continue;
      const labels = joined(ownText(state), defaultText(state));
      parts.push(labels === '' ? `\n${name} ` : `\n${name}{${labels}} `, valueText(values[row]));
      const exemplar = state.exemplars?.[0];
      if (isOpenMetrics && exemplar) parts.push(exemplarText(exemplar));
    }
    return parts;
  });
}
