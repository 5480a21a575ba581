/*
 * The classic dashboard model (schema 42), as far as it is written here. The test compares what is
 * generated with the types of Grafana's own packages, which are needed nowhere else.
 */

/** A dashboard as file provisioning reads it. */
export interface DashboardModel {
  readonly id: null;
  readonly uid: string;
  readonly title: string;
  readonly description: string;
  readonly tags: readonly string[];
  readonly timezone: 'browser';
  readonly editable: boolean;
  /** One crosshair over all panels. */
  readonly graphTooltip: 1;
  readonly time: { readonly from: string; readonly to: 'now' };
  readonly refresh: string;
  readonly schemaVersion: 42;
  readonly panels: readonly (PanelModel | RowModel)[];
  readonly templating: { readonly list: readonly VariableModel[] };
  readonly annotations: { readonly list: readonly AnnotationModel[] };
  readonly links: readonly DashboardLinkModel[];
}

/** A data source: its plugin and its identifier. */
export interface DatasourceModel {
  readonly type: string;
  readonly uid: string;
}

export interface GridPosition {
  readonly x: number;
  readonly y: number;
  readonly w: number;
  readonly h: number;
}

export interface RowModel {
  readonly id: number;
  readonly type: 'row';
  readonly title: string;
  readonly collapsed: false;
  readonly gridPos: GridPosition;
  readonly panels: readonly never[];
}

export interface PanelModel {
  readonly id: number;
  /** Name of the plugin that draws it. */
  readonly type:
    | 'timeseries'
    | 'stat'
    | 'gauge'
    | 'bargauge'
    | 'table'
    | 'heatmap'
    | 'piechart'
    | 'state-timeline'
    | 'text'
    | 'logs';
  readonly title: string;
  readonly description: string;
  readonly datasource: DatasourceModel;
  readonly gridPos: GridPosition;
  readonly targets: readonly (TargetModel | LogsTargetModel)[];
  readonly fieldConfig: FieldConfigModel;
  readonly options: Readonly<Record<string, unknown>>;
  readonly links: readonly DashboardLinkModel[];
}

export interface TargetModel {
  readonly refId: string;
  readonly datasource: DatasourceModel;
  readonly expr: string;
  readonly legendFormat: string;
  readonly format: 'time_series' | 'table' | 'heatmap';
  readonly range: boolean;
  readonly instant: boolean;
  readonly editorMode: 'code';
}

/** A query for log records, in Lucene's language. */
export interface LogsTargetModel {
  readonly refId: string;
  readonly datasource: DatasourceModel;
  readonly query: string;
  readonly alias: '';
  readonly metrics: readonly {
    readonly id: '1';
    readonly type: 'logs';
    readonly settings: { readonly limit: string };
  }[];
  readonly bucketAggs: readonly never[];
  readonly timeField: '@timestamp';
}

export interface FieldConfigModel {
  readonly defaults: {
    readonly unit: string;
    readonly min?: number;
    readonly max?: number;
    readonly color: { readonly mode: 'palette-classic' | 'thresholds' };
    readonly thresholds: { readonly mode: 'absolute'; readonly steps: readonly ThresholdStep[] };
    readonly custom?: Readonly<Record<string, unknown>>;
  };
  readonly overrides: readonly FieldOverride[];
}

/** From its value on, a colour; the first has none and holds below all others. */
export interface ThresholdStep {
  readonly value: number | null;
  readonly color: string;
}

export interface FieldOverride {
  readonly matcher: { readonly id: 'byRegexp' | 'byFrameRefID'; readonly options: string };
  readonly properties: readonly { readonly id: string; readonly value: unknown }[];
}

export interface VariableModel {
  readonly type: 'query' | 'custom' | 'interval' | 'textbox';
  readonly name: string;
  readonly label: string;
  readonly datasource?: DatasourceModel;
  readonly query: string | { readonly query: string; readonly refId: string };
  /** 2: asked again when the time range changes. */
  readonly refresh?: 2;
  /** 1: by name. */
  readonly sort?: 1;
  readonly includeAll?: boolean;
  readonly multi?: boolean;
  readonly allValue?: '.*';
  readonly current?: VariableChoice;
  readonly options: readonly (VariableChoice & { readonly selected: boolean })[];
}

export interface VariableChoice {
  readonly text: string | readonly string[];
  readonly value: string | readonly string[];
}

export interface AnnotationModel {
  readonly name: string;
  readonly datasource: DatasourceModel;
  readonly enable: boolean;
  readonly hide?: boolean;
  readonly builtIn?: 1;
  readonly iconColor: string;
  readonly expr?: string;
  readonly titleFormat?: string;
  readonly textFormat?: string;
  readonly type?: 'dashboard' | 'tags';
  readonly target?: {
    readonly limit: number;
    readonly matchAny: boolean;
    readonly tags: readonly string[];
    readonly type: 'dashboard' | 'tags';
  };
}

export interface DashboardLinkModel {
  readonly title: string;
  readonly type: 'link' | 'dashboards';
  readonly url: string;
  readonly tags: readonly string[];
  readonly icon: string;
  readonly tooltip: string;
  readonly asDropdown: boolean;
  readonly targetBlank: boolean;
  readonly includeVars: boolean;
  readonly keepTime: boolean;
}
