import type { SeriesStore } from '../series/series-store.ts';
import { defaultTextFor, joined, ownText } from './label-text.ts';
import type { PageStyle } from './sample-text.ts';
import { valueText } from './sample-text.ts';

/** The lines of a summary: quantiles, sum and count of each series. */
export function summaryText(
  name: string,
  percentiles: readonly number[],
  store: SeriesStore,
  { defaultLabels }: PageStyle,
): string {
  const defaultText = defaultTextFor(store.labelNames, defaultLabels);
  const heads = percentiles.map((share) => `\n${name}{quantile="${share}"`);
  let text = '';
  for (const { state, values, offset } of store) {
    const labels = joined(ownText(state), defaultText(state));
    const end = labels === '' ? '} ' : `,${labels}} `;
    for (const [index, head] of heads.entries()) {
      text += head + end + valueText(state.window?.quantile(percentiles[index]) ?? 0);
    }
    const braces = labels === '' ? ' ' : `{${labels}} `;
    text += `\n${name}_sum${braces}${valueText(values[offset])}`;
    text += `\n${name}_count${braces}${valueText(values[offset + 1])}`;
  }
  return text;
}
