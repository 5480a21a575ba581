/** How a panel is drawn. */
export type PanelKind =
  | 'timeseries'
  | 'stat'
  | 'gauge'
  | 'bar-gauge'
  | 'table'
  | 'heatmap'
  | 'pie'
  | 'state-timeline'
  | 'text'
  | 'logs';

/** One query of a panel. */
export interface PanelQuery {
  /** PromQL; `$name` and `${name}` stand for what is chosen of a variable. */
  readonly query: string;
  /** Legend with `{{label}}` placeholders; empty means the labels themselves. */
  readonly legend: string;
  /** Drawn on the axis at the right. Default: on the left one. */
  readonly axis?: 'right';
}

/** A value that means something: where an alert fires, or a line worth drawing. */
export interface PanelThreshold {
  readonly value: number;
  readonly severity: 'info' | 'warning' | 'critical';
  /** Name of the alert that fires there; absent where the line is the panel's own. */
  readonly alert?: string;
  /** On which side of the value it is bad. */
  readonly isBad: 'above' | 'below';
}

/** A metric that a panel shows. */
export interface PanelMetric {
  readonly name: string;
  readonly type: string;
  readonly unit: string;
  readonly help: string;
}

/** Where a click leads to. */
export interface PanelLink {
  readonly title: string;
  /** An `http` or `https` address, or a path of these pages such as `/d/checkout`. */
  readonly url: string;
}

/** One chart or figure. */
export interface Panel {
  readonly title: string;
  readonly kind: PanelKind;
  /** `seconds`, `bytes`, `ratio`, `per_second`, `bytes_per_second` or empty. */
  readonly unit: string;
  readonly description?: string;
  /** None of a text, and of log records. */
  readonly queries: readonly PanelQuery[];
  /** What a text panel says, in plain words: lines, and addresses as links. */
  readonly text?: string;
  /** Which log records a panel of these shows, newest first: a query as the page of logs takes it, with `$name`. */
  readonly logs?: string;
  /** Lines by default. */
  readonly draw?: 'lines' | 'area' | 'bars';
  readonly isStacked?: boolean;
  /** What stands where there is no value; a gap by default. */
  readonly nulls?: 'gap' | 'connected' | 'zero';
  /** Unit of the axis at the right, where queries use it. */
  readonly rightUnit?: string;
  /** How long ago the same is drawn from as well, dotted. */
  readonly baselineMs?: number;
  /** Ascending. */
  readonly thresholds?: readonly PanelThreshold[];
  /** Title of the row that it stands in; panels of one row follow one another. */
  readonly row?: string;
  readonly links?: readonly PanelLink[];
  readonly min?: number;
  readonly max?: number;
  /** In twelfths of the page, where it is wide; what suits the kind by default. */
  readonly width?: number;
  /** In rows, of which a chart is four high; what suits the kind by default. */
  readonly height?: number;
  /** Where it is defined, `file:line`; absent where not known. */
  readonly source?: string;
  /** What it is made of, where the definition declares it. */
  readonly metrics?: readonly PanelMetric[];
}

/** A choice at the top of a dashboard. */
export type DashboardVariable = {
  readonly name: string;
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

/** Panels that belong together. */
export interface Dashboard {
  readonly slug: string;
  readonly title: string;
  /** Where it came from: the definition, somebody who saved it, a built-in, or generated from what was scraped. */
  readonly origin: 'definition' | 'saved' | 'host' | 'station' | 'scraped';
  readonly panels: readonly Panel[];
  readonly variables: readonly DashboardVariable[];
  readonly tags: readonly string[];
  /** What it says of itself; `null` where it says nothing. */
  readonly refreshMs: number | null;
  readonly rangeMs: number | null;
}

/** `GET /api/telltale/dashboards`: in the order to be shown. */
export interface DashboardsResponse {
  readonly dashboards: readonly Dashboard[];
}

/** `POST /api/telltale/query_batch`: answered as NDJSON, one {@link BatchResult} a line, in any order. */
export interface BatchRequest {
  readonly startMs: number;
  readonly endMs: number;
  readonly stepMs: number;
  readonly queries: readonly {
    readonly id: string;
    readonly query: string;
    /** Evaluated at the end alone: for figures and tables. Default: over the whole range. */
    readonly isInstant?: boolean;
    /** How much earlier than the range: for a comparison with yesterday. Times in the answer are those of the range. */
    readonly offsetMs?: number;
  }[];
  /** Measurements of traces that panels show over their lines; answered after all queries, which do not wait. */
  readonly exemplars?: readonly {
    readonly id: string;
    /** The queries of one panel: what the series that they select keep. */
    readonly queries: readonly string[];
  }[];
}

/** One measurement that knows its trace. */
export interface BatchExemplar {
  readonly atMs: number;
  readonly value: number;
  readonly traceId: string;
  /** Those of its series; `le` and the name are left out. */
  readonly labels: Readonly<Record<string, string>>;
}

/** One series of a batch result. */
export interface BatchSeries {
  readonly labels: Readonly<Record<string, string>>;
  /** One value per timestamp of the result; `null` where there is no point. */
  readonly values: readonly (number | null)[];
}

/** The answer to one query of a batch; one that fails spoils no other. */
export type BatchResult =
  | {
      readonly id: string;
      readonly ok: true;
      /** Milliseconds; shared by all series. */
      readonly timestamps: readonly number[];
      /** Native histograms come as one series a bucket, with `le`, as a classic one has them, not cumulative. */
      readonly series: readonly BatchSeries[];
      /**
       * Where these were asked for, in place of series: ascending in time, thinned evenly where there are many, with
       * the largest always among them.
       */
      readonly exemplars?: readonly BatchExemplar[];
      /** What the answer does not say by itself, such as that it was cut off. */
      readonly warnings?: readonly string[];
      readonly durationMs?: number;
    }
  | { readonly id: string; readonly ok: false; readonly error: string };
