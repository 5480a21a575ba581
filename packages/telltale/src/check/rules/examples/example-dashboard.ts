/** Parts of a dashboard file that an example changes. */
export interface DashboardParts {
  readonly board?: Readonly<Record<string, unknown>>;
  readonly panel?: Readonly<Record<string, unknown>>;
  readonly target?: Readonly<Record<string, unknown>>;
  /** Behind the first panel. */
  readonly morePanels?: readonly Readonly<Record<string, unknown>>[];
}

const PROMETHEUS = { type: 'prometheus', uid: 'prometheus' };

/** A dashboard of one panel without any fault, but for the parts given; `undefined` takes a part out. */
export function exampleDashboard({ board, panel, target, morePanels = [] }: DashboardParts): string {
  const dashboard = {
    uid: 'shop',
    title: 'Shop',
    schemaVersion: 42,
    time: { from: 'now-1h', to: 'now' },
    refresh: '30s',
    templating: { list: [] },
    panels: [{ ...examplePanel(1, target), ...panel }, ...morePanels],
    ...board,
  };
  return JSON.stringify(dashboard, undefined, 2);
}

/** A panel without any fault, with its number. */
export function examplePanel(
  id: number,
  target: Readonly<Record<string, unknown>> = {},
): Readonly<Record<string, unknown>> {
  return {
    id,
    title: `CPU ${id}`,
    description: 'Share of the processors that is used',
    type: 'timeseries',
    datasource: PROMETHEUS,
    gridPos: { x: 0, y: 8 * (id - 1), w: 12, h: 8 },
    fieldConfig: { defaults: { unit: 'percentunit' }, overrides: [] },
    targets: [
      {
        refId: 'A',
        datasource: PROMETHEUS,
        expr: 'sum by (job) (rate(process_cpu_seconds_total[$__rate_interval]))',
        legendFormat: '{{job}}',
        ...target,
      },
    ],
  };
}

/** A dashboard file with these parts, as files of an example. */
export function dashboardFiles(parts: DashboardParts): {
  readonly files: Readonly<Record<string, string>>;
} {
  return { files: { 'dashboard.json': exampleDashboard(parts) } };
}
