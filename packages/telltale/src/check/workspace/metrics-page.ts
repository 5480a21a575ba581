import { SourceText } from '@telltale/formats';
import type { MetricFamily } from '@telltale/model';
import type { FindingPlace } from '../finding.ts';
import { excerptOf } from './source-excerpt.ts';

/** A metrics page that was given. */
export interface MetricsPage {
  /** The file or address that it came from. */
  readonly name: string;
  readonly sizeBytes: number;
  readonly families: readonly MetricFamily[];
  /** Where a metric stands; the top of the page where none is given. */
  readonly placeOf: (family?: MetricFamily) => FindingPlace;
}

/** A page of families that were read from `body`. */
export function createMetricsPage(
  name: string,
  body: Uint8Array,
  families: readonly MetricFamily[],
): MetricsPage {
  const source = new SourceText(name, new TextDecoder().decode(body));
  return {
    name,
    sizeBytes: body.length,
    families,
    placeOf(family) {
      const wanted = family?.name ?? '';
      const start = wanted === '' ? 0 : offsetOf(source.text, wanted);
      const position = source.positionAt(start);
      const excerpt = excerptOf(source, position, source.positionAt(start + Math.max(1, wanted.length)));
      return { position, excerpt, subject: wanted === '' ? '' : `metric ${wanted}` };
    },
  };
}

/** Where a metric's name stands first as a whole word: in its help, else in its samples. */
function offsetOf(text: string, name: string): number {
  for (let at = text.indexOf(name); at !== -1; at = text.indexOf(name, at + 1)) {
    const before = at === 0 ? '' : text[at - 1];
    if (!/[\w:]/.test(before) && !/[\w:]/.test(text[at + name.length] ?? '')) return at;
  }
  return 0;
}
