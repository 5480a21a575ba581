import type { SortOrder, UrlField } from '../../navigation/url-codec.ts';
import { choiceField, listField, mapField, sortField, urlCodec } from '../../navigation/url-codec.ts';

/** How answers are shown. */
export const EXPLORE_VIEWS = ['graph', 'table', 'raw', 'tree'] as const;

/** One of {@link EXPLORE_VIEWS}. */
export type ExploreView = (typeof EXPLORE_VIEWS)[number];

/** What the page shows, as its address says it. */
export interface ExploreState {
  /** What was asked, one after the other. */
  readonly queries: readonly string[];
  readonly view: ExploreView;
  /** The moment of tables, raw answers and trees; `undefined` is the end of the range. */
  readonly atMs: number | undefined;
  readonly sort: SortOrder;
  /** Series shown alone, by the number of their query. */
  readonly isolated: ReadonlyMap<string, string>;
}

/** A moment in milliseconds, or none. */
function momentField(name: string): UrlField<number | undefined> {
  return {
    read: (params) => {
      const text = params.get(name) ?? '';
      return /^\d{1,15}$/.test(text) ? Number(text) : undefined;
    },
    write: (value, params) => {
      if (value !== undefined) params.set(name, String(Math.round(value)));
    },
    owns: (other) => other === name,
  };
}

/** The address of the page: `?q=up&q=rate(x[5m])&view=tree&at=1763730000000`. */
export const exploreCodec = urlCodec<ExploreState>({
  queries: listField('q'),
  view: choiceField('view', EXPLORE_VIEWS),
  atMs: momentField('at'),
  sort: sortField({ column: 'value', isDescending: true }),
  isolated: mapField('only'),
});
