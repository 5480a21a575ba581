import type { LabelSpec } from '../../metrics/label-spec.ts';
import { given } from '../../options/given.ts';
import { definePreset } from '../../monitoring/define-preset.ts';
import { layoutIn } from '../layout-in.ts';
import { withoutDashboards } from '../without-dashboards.ts';
import type { MigrationThresholds } from './migration-alerts.ts';
import { migrationAlerts } from './migration-alerts.ts';
import {
  OPEN_ERROR,
  OPEN_TYPE,
  migrationKits,
  migrationMetrics,
  migrationQueries,
} from './migration-metrics.ts';
import { migrationPanels } from './migration-panels.ts';

/** What {@link migration} takes. */
export interface MigrationOptions<
  Job extends string = string,
  Types extends LabelSpec = LabelSpec,
  Errors extends LabelSpec = LabelSpec,
> {
  /** `host:port` of the program's metrics; `localhost:8080` by default. */
  readonly address?: string | readonly string[];
  /** Name of the target; `altium-kicad-migration` by default. */
  readonly job?: Job;
  /** Title of the dashboard; `Altium to KiCAD Migration Tool` by default. */
  readonly title?: string;
  /** Types of components; up to 100 of any name by default. */
  readonly types?: Types;
  /** Reasons why a component is refused; up to 50 of any name by default. */
  readonly errorTypes?: Errors;
  /** When alerts fire. */
  readonly thresholds?: MigrationThresholds;
  /** Folder or address of the runbooks; `docs/runbooks` by default. */
  readonly runbooks?: string;
}

const STACK = {
  ports: { prometheus: 9090, alertmanager: 9093, grafana: 3000 },
  volumes: { prometheus: 'prometheus_data', grafana: 'grafana_data', alertmanager: 'alertmanager_data' },
  retention: { time: '15d' },
} as const;

const LAYOUT = {
  ...layoutIn('monitoring'),
  prometheus: 'monitoring/prometheus.yml',
  rules: 'monitoring/alert_rules.yml',
  alertmanager: 'monitoring/alertmanager.yml',
  dashboards: 'monitoring/grafana_dashboard.json',
  provisioning: 'monitoring/provisioning',
  logging: 'config/logging_production.yaml',
} as const;

/** The files take what the level lets through; in production that is `info` and above. */
const LOGS = {
  level: 'info',
  sinks: [
    { kind: 'console', level: 'info', format: 'text' },
    {
      kind: 'file',
      path: '/var/log/migration_tool/app.log',
      level: 'debug',
      format: 'json',
      maxSize: '10MB',
      maxFiles: 5,
    },
    {
      kind: 'file',
      path: '/var/log/migration_tool/error.log',
      level: 'error',
      format: 'json',
      maxSize: '10MB',
      maxFiles: 5,
    },
  ],
} as const;

/**
 * A batch program that migrates a library: components by type, errors by reason, durations, mapping
 * confidence, recovery attempts, memory, CPU, file I/O and database connections, with four alerts and a
 * dashboard. It is scraped while it runs, and missed only where no run has succeeded for a day.
 *
 * @example
 * ```ts
 * import { defineMonitoring, migration } from '@telltale/sdk/define';
 *
 * const definition = defineMonitoring({
 *   service: 'altium-kicad-migration',
 *   preset: migration({ types: ['resistor', 'capacitor'] }),
 *   dashboards: (m) => ({
 *     Resistors: { Rate: m.components_processed_total.where({ type: 'resistor' }).rate('5m').sum() },
 *   }),
 * });
 * console.log(definition.metrics.components_processed_total.labels.type.join()); // resistor,capacitor
 * ```
 */
export function migration<
  const Job extends string = 'altium-kicad-migration',
  const Types extends LabelSpec = typeof OPEN_TYPE,
  const Errors extends LabelSpec = typeof OPEN_ERROR,
>(options?: MigrationOptions<Job, Types, Errors>) {
  const { address, title, thresholds, runbooks, ...view } = given(options);
  // Without options these are the defaults of the type parameters.
  const job = view.job ?? ('altium-kicad-migration' as Job);
  const types = view.types ?? (OPEN_TYPE as LabelSpec as Types);
  const errorTypes = view.errorTypes ?? (OPEN_ERROR as LabelSpec as Errors);
  const target = { address: address ?? 'localhost:8080', every: '30s', batch: true } as const;
  return definePreset({
    preset: 'migration',
    kits: withoutDashboards(migrationKits()),
    metrics: migrationMetrics(types, errorTypes),
    // The only name is the one that the type says.
    targets: { [job]: target } as { readonly [Name in Job]: typeof target },
    scrape: { every: '15s' },
    evaluateEvery: '15s',
    alerts: () => migrationAlerts(migrationQueries(), job, thresholds ?? {}, runbooks),
    dashboards: () => ({
      [title ?? 'Altium to KiCAD Migration Tool']: migrationPanels(migrationQueries()),
    }),
    station: { ui: { refresh: '30s', range: '1h' } },
    layout: LAYOUT,
    stack: STACK,
    logs: LOGS,
  });
}
