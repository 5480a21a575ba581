import { choiceMapField, listField, mapField, urlCodec } from '../../navigation/url-codec.ts';
import type { UrlCodec } from '../../navigation/url-codec.ts';
import { PANEL_VIEWS } from '../../panels/panel/panel-views.tsx';
import type { PanelView } from '../../panels/panel/panel-views.tsx';

/** Everything that can be chosen on the overview besides its time. Panels go by `slug.index`. */
export interface OverviewState {
  /** Slugs of the dashboards that are folded. */
  readonly folded: readonly string[];
  /** Panels not shown as a chart. */
  readonly views: ReadonlyMap<string, PanelView>;
  /** Panels that show one series alone, with its name. */
  readonly isolated: ReadonlyMap<string, string>;
}

/** The overview's address: `fold=slug`, `view=panel~table`, `only=panel~series`. */
export const overviewCodec: UrlCodec<OverviewState> = urlCodec({
  folded: listField('fold'),
  views: choiceMapField('view', PANEL_VIEWS),
  isolated: mapField('only'),
});

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
