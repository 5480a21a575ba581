import { DEFAULT_RANGE, parseTimeRange, writeTimeRange } from '../../data/time-range.ts';
import type { TimeRange } from '../../data/time-range.ts';
import type { UrlCodec } from '../../navigation/url-state.ts';
import { PANEL_VIEWS } from '../../panels/panel/panel-views.tsx';
import type { PanelView } from '../../panels/panel/panel-views.tsx';

/** Everything that can be chosen on the overview. Panels go by `slug.index`. */
export interface OverviewState {
  readonly range: TimeRange;
  /** Slugs of the dashboards that are folded. */
  readonly folded: readonly string[];
  /** Panels not shown as a chart. */
  readonly views: ReadonlyMap<string, PanelView>;
  /** Panels that show one series alone, with its name. */
  readonly isolated: ReadonlyMap<string, string>;
}

/** The overview as its plain address shows it. */
export const DEFAULT_OVERVIEW: OverviewState = {
  range: DEFAULT_RANGE,
  folded: [],
  views: new Map(),
  isolated: new Map(),
};

const SEPARATOR = '~';

/**
 * The overview's address: `range` or `from` and `to`, `fold=slug`, `view=panel~table`, `only=panel~series`. One that
 * names no range has the default one.
 */
export function createOverviewCodec(defaultRange: TimeRange): UrlCodec<OverviewState> {
  return {
    parse: (params) => ({
      range: parseTimeRange(params, defaultRange),
      folded: [...new Set(params.getAll('fold'))],
      views: new Map(
        params.getAll('view').flatMap((text): [string, PanelView][] => {
          const [panel, name] = splitOnce(text);
          const view = PANEL_VIEWS.find((one) => one === name);
          return view === undefined || view === 'chart' ? [] : [[panel, view]];
        }),
      ),
      isolated: new Map(
        params.getAll('only').flatMap((text): [string, string][] => {
          const [panel, name] = splitOnce(text);
          return name === '' ? [] : [[panel, name]];
        }),
      ),
    }),
    format: (state) => {
      const params = new URLSearchParams();
      writeTimeRange(state.range, params, defaultRange);
      for (const slug of state.folded) params.append('fold', slug);
      for (const [panel, view] of state.views) params.append('view', panel + SEPARATOR + view);
      for (const [panel, name] of state.isolated) params.append('only', panel + SEPARATOR + name);
      return params;
    },
  };
}

/** A copy of a map with one entry changed, or removed by `undefined`. */
export function withEntry<Value>(
  map: ReadonlyMap<string, Value>,
  key: string,
  value: Value | undefined,
): ReadonlyMap<string, Value> {
  const next = new Map(map);
  if (value === undefined) next.delete(key);
  else next.set(key, value);
  return next;
}

function splitOnce(text: string): readonly [string, string] {
  const at = text.indexOf(SEPARATOR);
  return at < 0 ? [text, ''] : [text.slice(0, at), text.slice(at + 1)];
}
