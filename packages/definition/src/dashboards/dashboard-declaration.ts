import type { FilePosition } from '@telltale/model';
import type { WithUnknownKeys } from '../options/unknown-keys.ts';
import type { AnyQuery } from '../query/any-query.ts';
import type { PanelKind } from '../resolved.ts';
import type { VariableDeclaration } from './variable.ts';

/** How much room a panel takes; what suits its kind by default. */
export interface PanelSize {
  /** In twelfths of the page. */
  readonly width?: number;
  /** In rows, of which a chart is four high by default. */
  readonly height?: number;
}

/** A value worth a line in the chart; bad are the values on the side that is named. */
export type PanelLine =
  | number
  | { readonly above: number; readonly severity?: LineSeverity }
  | { readonly below: number; readonly severity?: LineSeverity };

/** How bad it is to be on the bad side of a line; a warning by default. */
export type LineSeverity = 'info' | 'warning' | 'critical';

interface PanelDisplay extends PanelSize {
  /** Unit for display; the query's by default. */
  readonly unit?: string;
  /**
   * By default what suits the metric: lines over time, a figure for a state, a dial for a share, colours for buckets, a
   * table for an info.
   */
  readonly kind?: PanelKind;
  /** What it shows; the help of its metrics by default. */
  readonly description?: string;
  /** The row it stands in; panels of one row follow one another. */
  readonly row?: string;
  /** How long ago the same query is drawn from as well, for comparison. */
  readonly baseline?: '1d' | '1w';
  /** Where a click leads to: an address, or `dashboard:` and the title of another dashboard of the definition. */
  readonly links?: readonly { readonly title: string; readonly url: string }[];
  /** Ends of the value axis. */
  readonly min?: number;
  readonly max?: number;
  /** Values worth a line in the chart, bad above it where no side is named; that of a compared query by default. */
  readonly threshold?: PanelLine | readonly PanelLine[];
  /** How series are drawn over time; lines by default. */
  readonly draw?: 'lines' | 'area' | 'bars';
  /** Whether series are drawn on top of each other; no by default. */
  readonly stacked?: boolean;
  /** What stands where there is no value; a gap by default. Grafana draws a gap for `zero`. */
  readonly nulls?: 'gap' | 'connected' | 'zero';
  /** Where it is declared, as `panel` notes it. */
  readonly position?: FilePosition;
}

/** A panel with one query. */
export interface SingleQueryPanel extends PanelDisplay {
  readonly query: AnyQuery;
  /** Name of the series, such as `{{route}}`; the labels the query is grouped by by default. */
  readonly legend?: string;
}

/** One of several queries, with where it is drawn. */
export interface PanelQueryDeclaration {
  readonly query: AnyQuery;
  /** Which axis it is drawn on, with its unit; the left one by default. */
  readonly axis?: 'left' | 'right';
}

/** A panel with several queries by legend; labels they are grouped by are added. */
export interface MultiQueryPanel extends PanelDisplay {
  readonly queries: Readonly<Record<string, AnyQuery | PanelQueryDeclaration>>;
}

/** A panel that says something in words: lines of text, in which addresses are links. */
export interface TextPanel extends PanelSize {
  readonly text: string;
  readonly row?: string;
  readonly position?: FilePosition;
}

/**
 * A panel with the newest log records that a query finds, beside the figures.
 *
 * @example
 * ```ts
 * import { defineMonitoring, resolveDefinition } from '@telltale/sdk/define';
 *
 * const definition = defineMonitoring({
 *   service: 'shop',
 *   dashboards: () => ({ Shop: { 'What went wrong': { logs: 'service:shop level>=error' } } }),
 * });
 * console.log(resolveDefinition(definition).dashboards[0].panels[0].kind); // logs
 * ```
 */
export interface LogsPanel extends PanelSize {
  /** Which records: a query as `telltale logs` takes it; `service:$name` has what is chosen of a variable. */
  readonly logs: string;
  /** What it shows. */
  readonly description?: string;
  /** The row it stands in; panels of one row follow one another. */
  readonly row?: string;
  /** Where a click leads to: an address, or `dashboard:` and the title of another dashboard of the definition. */
  readonly links?: readonly { readonly title: string; readonly url: string }[];
  readonly position?: FilePosition;
}

/** What a panel shows: a query, one or several with details, log records, or a text. */
export type PanelDeclaration = AnyQuery | SingleQueryPanel | MultiQueryPanel | LogsPanel | TextPanel;

/** Panels by title. */
export type PanelDeclarations = Readonly<Record<string, PanelDeclaration>>;

/** A dashboard with variables and times, as `dashboard` makes it. */
export interface DashboardDeclaration extends WithUnknownKeys {
  readonly kind: 'telltale.dashboard';
  readonly panels: () => PanelDeclarations;
  readonly variables?: Readonly<Record<string, VariableDeclaration>>;
  readonly refresh?: string;
  readonly range?: string;
  readonly tags?: readonly string[];
  readonly position?: FilePosition;
}

/** Dashboards by title: panels by title, or what `dashboard` makes. */
export type DashboardDeclarations = Readonly<Record<string, PanelDeclarations | DashboardDeclaration>>;
