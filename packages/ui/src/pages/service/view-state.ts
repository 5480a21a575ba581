import { choiceMapField, flagField, mapField, urlCodec } from '../../navigation/url-codec.ts';
import type { UrlCodec } from '../../navigation/url-codec.ts';
import { PANEL_VIEWS } from '../../panels/panel/panel-views.tsx';
import type { PanelView } from '../../panels/panel/panel-views.tsx';

/** What can be chosen of the charts of a service. */
export interface ServiceState {
  /** Charts not shown as such, by name. */
  readonly views: ReadonlyMap<string, PanelView>;
  /** Charts that show one series alone, with its name. */
  readonly isolated: ReadonlyMap<string, string>;
}

/** The part of the address: `view=latency~table`, `only=latency~p95`. */
export const serviceCodec: UrlCodec<ServiceState> = urlCodec({
  views: choiceMapField('view', PANEL_VIEWS),
  isolated: mapField('only'),
});

/** Whether everything that changed is listed: `changes=1`. */
export const changesCodec: UrlCodec<{ readonly areAllShown: boolean }> = urlCodec({
  areAllShown: flagField('changes'),
});
