import type { FilePosition } from '@telltale/model';

/** All kinds of panels. */
export const PANEL_KINDS = [
  'timeseries',
  'stat',
  'gauge',
  'bar-gauge',
  'table',
  'heatmap',
  'pie',
  'state-timeline',
  'text',
  'logs',
] as const;

/** How a panel is drawn. */
export type PanelKind = (typeof PANEL_KINDS)[number];

/** A query of a panel, with the name of its series. */
export interface ResolvedPanelQuery {
  /** PromQL with every range written out; `$name` stands for what is chosen of a variable. */
  readonly query: string;
  readonly legend: string;
  /** The same with `$__rate_interval` in the place of the range `'auto'`, for Grafana; absent where none is. */
  readonly adaptive?: string;
  /** Drawn on the axis at the right; on the left one where absent. */
  readonly axis?: 'right';
  /** Whether it is another query of the panel at an earlier time, to compare with. */
  readonly isBaseline?: boolean;
}

/** A value of a panel that means something. */
export interface ResolvedThreshold {
  readonly value: number;
  readonly severity: string;
  /** The alert that fires there; absent where the line is the panel's own. */
  readonly alert?: string;
  /** On which side of the value it is bad; above where not said. */
  readonly isBad?: 'above' | 'below';
}

/** One chart or figure. */
export interface ResolvedPanel {
  readonly title: string;
  readonly kind: PanelKind;
  /** Unit of the values for display: `seconds`, `bytes`, `ratio`, `per_second`, or empty. */
  readonly unit: string;
  /** What it shows; filled by `resolveDefinition` from the metric's help where nothing is said. */
  readonly description?: string;
  /** None of a text, and of log records. */
  readonly queries: readonly ResolvedPanelQuery[];
  /** What a text panel says. */
  readonly text?: string;
  /** Which log records a panel of these shows, in the language of `telltale logs`; `$name` stands for what is chosen. */
  readonly logs?: string;
  /** Lines where absent. */
  readonly draw?: 'lines' | 'area' | 'bars';
  readonly isStacked?: boolean;
  /** What stands where there is no value; a gap where absent. */
  readonly nulls?: 'gap' | 'connected' | 'zero';
  /** Unit of the axis at the right, where queries use it. */
  readonly rightUnit?: string;
  /** How long ago the same is drawn from as well, in milliseconds. */
  readonly baselineMs?: number;
  /** A value worth a line in the chart, for example an alert's threshold. */
  readonly threshold?: number;
  /** The values at which alerts on the same query fire, with their severities; ascending. */
  readonly thresholds?: readonly ResolvedThreshold[];
  /** Title of the row that it stands in; panels of one row follow one another. */
  readonly row?: string;
  /** An address, or `dashboard:` and the title of another dashboard. */
  readonly links?: readonly { readonly title: string; readonly url: string }[];
  /** Ends of the value axis. */
  readonly min?: number;
  readonly max?: number;
  /** In twelfths of the page; what suits the kind where absent. */
  readonly width?: number;
  /** In rows, of which a chart is four high; what suits the kind where absent. */
  readonly height?: number;
  /** Names of the declared metrics that it is made of. */
  readonly metrics?: readonly string[];
  readonly position?: FilePosition;
}

/** Panels that belong together. */
export interface ResolvedDashboard {
  /** Stable address: lower case, digits and dashes. */
  readonly slug: string;
  readonly title: string;
  readonly panels: readonly ResolvedPanel[];
  /** Identity in Grafana; the slug with the service in front where nothing is said. */
  readonly uid?: string;
  readonly tags?: readonly string[];
  /** How often it asks again, in milliseconds. */
  readonly refreshMs?: number;
  /** The time that it shows at first, in milliseconds. */
  readonly rangeMs?: number;
  /** The service of a workspace that it belongs to. */
  readonly service?: string;
  /** Choices at its top. */
  readonly variables?: readonly ResolvedVariable[];
}

/** A choice at the top of a dashboard; `$name` in its queries stands for what is chosen. */
export type ResolvedVariable = {
  readonly name: string;
  /** What stands beside the choice. */
  readonly label: string;
} & (
  | {
      readonly kind: 'label-values';
      /** The values of this label… */
      readonly values: string;
      /** …in the series of this selector, in which other variables may stand. */
      readonly of: string;
      /** Several values may be chosen; `$name` is a regular expression then. */
      readonly isMulti: boolean;
      /** Whether all together may be chosen, which is then what is chosen at first. */
      readonly hasAll: boolean;
    }
  | { readonly kind: 'list'; readonly options: readonly string[]; readonly isMulti: boolean }
  /** Ranges such as `5m`; the first is chosen at first. */
  | { readonly kind: 'interval'; readonly options: readonly string[] }
  | { readonly kind: 'text'; readonly initial: string }
);
