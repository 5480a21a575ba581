import type { SeriesPage } from '../../metrics/view/series-page.ts';
import type { SeriesState, SeriesStore } from '../series/series-store.ts';

/** Characters that are kept of one metric; pages beyond are written anew each time. */
const MAX_KEPT = 4 * 1024 * 1024;

interface KeptText {
  readonly version: number;
  readonly values: Float64Array;
  readonly text: string;
}

/** Keeps the text of each page of a metric for as long as nothing in it changes: most series mostly rest. */
export class PageTexts {
  #texts = new WeakMap<SeriesPage<SeriesState>, KeptText>();
  #style = '';
  readonly #hasExemplars: boolean;

  /** With exemplars nothing is kept: they change without the values. */
  constructor(hasExemplars: boolean) {
    this.#hasExemplars = hasExemplars;
  }

  /** The lines of all pages; `style` is all that they depend on beside the page. */
  write(
    store: SeriesStore,
    style: string,
    linesOf: (page: SeriesPage<SeriesState>) => readonly string[],
  ): string {
    if (style !== this.#style) {
      this.#style = style;
      this.#texts = new WeakMap();
    }
    let text = '';
    let kept = 0;
    for (const page of store.pages) {
      const last = this.#texts.get(page);
      const pageText = last && isSame(page, last) ? last.text : linesOf(page).join('');
      kept += pageText.length;
      if (kept > MAX_KEPT || this.#hasExemplars) this.#texts.delete(page);
      else if (pageText !== last?.text) this.#keep(page, pageText);
      text += pageText;
    }
    return text;
  }

  #keep(page: SeriesPage<SeriesState>, text: string): void {
    this.#texts.set(page, { version: page.version, values: page.values.slice(), text });
  }
}

function isSame({ version, values }: SeriesPage, last: KeptText): boolean {
  if (version !== last.version) return false;
  for (let i = 0; i < values.length; i++) if (!Object.is(values[i], last.values[i])) return false;
  return true;
}
