import { escapeLabelValue, formatSampleNumber } from '@telltale/model';
import type { Exemplar } from '../../metrics/view/exemplar.ts';
import type { SeriesPage } from '../../metrics/view/series-page.ts';
import { uniqueNames } from '../names/exposed-metric.ts';
import { escapeLabelName } from '../names/name-escaping.ts';

/** What OpenMetrics allows for the names and values of an exemplar's labels together. */
const MAX_CHARACTERS = 128;

/**
 * What stands behind the values of lines in OpenMetrics: by index of the line, for lines that have an
 * exemplar. A series' first lines are those that may have one.
 */
export function exemplarTexts(
  pages: readonly SeriesPage[],
  linesPerRow: number,
): ReadonlyMap<number, string> {
  const texts = new Map<number, string>();
  let firstLine = 0;
  for (const { rowCount, live, exemplars } of pages) {
    for (let row = 0; row < rowCount; row++) {
      if (live[row] === 0) continue;
      for (const [index, exemplar] of (exemplars[row] ?? []).entries()) {
        if (exemplar && isShort(exemplar)) texts.set(firstLine + index, exemplarText(exemplar));
      }
      firstLine += linesPerRow;
    }
  }
  return texts;
}

/** Whether readers take an exemplar; they refuse those with long labels. */
export function isShort({ labels }: Exemplar): boolean {
  let characters = 0;
  for (const [name, value] of Object.entries(labels)) characters += name.length + value.length;
  return characters <= MAX_CHARACTERS;
}

function exemplarText({ labels, value, timestampMs }: Exemplar): string {
  const names = Object.keys(labels);
  const printed = uniqueNames(names, 'underscores', escapeLabelName).map(
    (name, index) => `${name}="${escapeLabelValue(labels[names[index]])}"`,
  );
  return ` # {${printed.join(',')}} ${formatSampleNumber(value)} ${timestampMs / 1000}`;
}
