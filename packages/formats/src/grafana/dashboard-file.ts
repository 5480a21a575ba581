import type { SourceNode } from '../tree/source-node.ts';

/** A dashboard of Grafana with the places of its parts. What the file leaves out is absent. */
export interface DashboardFile {
  /** `v2` is the form of `dashboard.grafana.app/v2*`; everything else is `classic`. */
  readonly form: 'classic' | 'v2';
  /** The whole file. */
  readonly root: SourceNode;
  /** What holds title and panels: the root, what an API payload wraps, or the `spec` of a resource. */
  readonly body: SourceNode;
  /** Whether the file is the payload of an API call: `{ "dashboard": { … } }`. */
  readonly isWrapped: boolean;
  readonly title?: SourceNode;
  /** Of a resource: its name. */
  readonly uid?: SourceNode;
  readonly refresh?: SourceNode;
  readonly panels: readonly DashboardFilePanel[];
  readonly variables: readonly DashboardFileVariable[];
  /** What a person is asked for at import (`__inputs`), by name. */
  readonly inputs: ReadonlyMap<string, DashboardFileInput>;
}

/** A panel that draws something; rows are none. */
export interface DashboardFilePanel {
  readonly node: SourceNode;
  readonly id?: SourceNode;
  readonly title?: SourceNode;
  readonly description?: SourceNode;
  /** What draws it, such as `timeseries`. */
  readonly type?: SourceNode;
  readonly unit?: SourceNode;
  readonly min?: SourceNode;
  readonly max?: SourceNode;
  readonly datasource?: DatasourceRef;
  /** Place and size on the grid; of classic dashboards whose panels are not in old rows. */
  readonly grid?: SourceNode;
  readonly targets: readonly DashboardFileTarget[];
  /** Whether it is kept in Grafana's library: its content is not in this file. */
  readonly isLibraryPanel: boolean;
  /** Title of the row it stands in. */
  readonly row?: string;
  /** The row it is folded into, or an old row: panels there are laid out among themselves. */
  readonly foldedInto?: SourceNode;
}

/** A query of a panel. */
export interface DashboardFileTarget {
  readonly node: SourceNode;
  readonly refId?: SourceNode;
  /** Text of the query, where it has the field `expr`: Prometheus and Loki. */
  readonly expr?: SourceNode;
  readonly legend?: SourceNode;
  /** Its own, or that of its panel. */
  readonly datasource?: DatasourceRef;
  readonly isHidden: boolean;
}

/** A data source as a dashboard names it. */
export interface DatasourceRef {
  readonly node: SourceNode;
  /** Identifier, name, or variable such as `${datasource}`. */
  readonly uid?: string;
  /** Plugin, such as `prometheus`; absent in the old form that is only a name. */
  readonly type?: string;
}

/** A variable that people choose values of. */
export interface DashboardFileVariable {
  readonly node: SourceNode;
  readonly name: string;
  readonly nameNode: SourceNode;
  /** `query`, `custom`, `interval`, `datasource`, `constant`, `textbox`, `adhoc`, `groupby`, `switch`. */
  readonly type: string;
  /** Text of what lists the values, of whatever type. */
  readonly query?: SourceNode;
  readonly datasource?: DatasourceRef;
  /** Values it may have as far as the file says. */
  readonly values: readonly string[];
}

/** A question asked at import. */
export interface DashboardFileInput {
  readonly node: SourceNode;
  readonly type?: string;
  readonly pluginId?: string;
}
