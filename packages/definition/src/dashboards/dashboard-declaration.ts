import type { AnyQuery } from '../query/any-query.ts';
import type { PanelKind } from '../resolved.ts';

interface PanelDisplay {
  /** Unit for display; the query's by default. */
  readonly unit?: string;
  /** A line over time by default. */
  readonly kind?: PanelKind;
  readonly description?: string;
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
