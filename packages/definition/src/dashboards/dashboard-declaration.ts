import type { AnyQuery } from '../query/any-query.ts';
import type { PanelKind } from '../resolved.ts';

interface PanelDisplay {
  /** Unit for display; the query's by default. */
  readonly unit?: string;
  /** By default what suits the metric: lines over time, a figure for a state, a table for an info. */
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
  /** A value worth a line in the chart; that of a compared query by default. */
  readonly threshold?: number;
}

/** A panel with one query. */
export interface SingleQueryPanel extends PanelDisplay {
  readonly query: AnyQuery;
  /** Name of the series, such as `{{route}}`; the labels the query is grouped by by default. */
  readonly legend?: string;
}

/** A panel with several queries by legend; labels they are grouped by are added. */
export interface MultiQueryPanel extends PanelDisplay {
  readonly queries: Readonly<Record<string, AnyQuery>>;
}

/** What a panel shows: a query, or one or several with details. */
export type PanelDeclaration = AnyQuery | SingleQueryPanel | MultiQueryPanel;

/** Panels by title, in dashboards by title. */
export type DashboardDeclarations = Readonly<Record<string, Readonly<Record<string, PanelDeclaration>>>>;
