import type { Annotation } from '@telltale/station/contract';
import {
  choiceMapField,
  listField,
  mapField,
  optionalTextField,
  textField,
  urlCodec,
  variablesField,
} from '../../navigation/url-codec.ts';
import type { UrlCodec } from '../../navigation/url-codec.ts';
import { PANEL_VIEWS } from '../../panels/panel/panel-views.tsx';
import type { PanelView } from '../../panels/panel/panel-views.tsx';

/** Everything that can be chosen on a dashboard besides its time. Panels go by their place. */
export interface DashboardState {
  /** What is chosen of variables, by name; a variable that is absent is as it is at first. */
  readonly variables: ReadonlyMap<string, readonly string[]>;
  /** Titles of the rows that are folded. */
  readonly folded: readonly string[];
  /** Panels not shown as a chart. */
  readonly views: ReadonlyMap<string, PanelView>;
  /** Panels that show one series alone, with its name. */
  readonly isolated: ReadonlyMap<string, string>;
  /** The panel that fills the page. */
  readonly full: string | undefined;
  /** Kinds of events that are not drawn. */
  readonly hidden: readonly string[];
}

/** The address of a dashboard: `var-route=/pay`, `fold=Row`, `view=3~table`, `only=3~/pay`, `full=3`, `hide=restart`. */
export const dashboardCodec: UrlCodec<DashboardState> = urlCodec({
  variables: variablesField(),
  folded: listField('fold'),
  views: choiceMapField('view', PANEL_VIEWS),
  isolated: mapField('only'),
  full: optionalTextField('full'),
  hidden: listField('hide'),
});

/** The address of the list of dashboards. */
export const listCodec: UrlCodec<{ readonly search: string }> = urlCodec({ search: textField('q') });

/** Kinds of events, with what they are called. */
export const EVENT_KINDS: Readonly<Record<Annotation['kind'], string>> = {
  deployment: 'Deployments',
  incident: 'Incidents',
  alert: 'Alerts',
  restart: 'Restarts',
  reload: 'Reloads',
  target: 'Targets',
};
