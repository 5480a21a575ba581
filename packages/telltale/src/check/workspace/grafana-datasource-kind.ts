import type { DashboardFile, DatasourceRef } from '@telltale/formats';
import { variableUses } from '@telltale/formats';
import type { DatasourceKind } from './grafana-dashboard.ts';

const OTHER_NAMES =
  /loki|tempo|jaeger|zipkin|elastic|opensearch|influx|graphite|cloudwatch|stackdriver|azure|mysql|postgres|mssql|sqlite|clickhouse|testdata|expr|alertmanager|pyroscope|parca|infinity|json/i;
/** Sources that Grafana has built in, and its expressions. */
const BUILT_IN = /^(?:-- .* --|__expr__|grafana)$/;

/** What a data source speaks, from its plugin, its variable or its name. */
export function datasourceKind(
  ref: DatasourceRef | undefined,
  { variables, inputs }: Pick<DashboardFile, 'variables' | 'inputs'>,
): DatasourceKind {
  const uid = ref?.uid ?? '';
  if (uid === '-- Mixed --') return 'mixed';
  if (BUILT_IN.test(uid)) return 'other';
  const [variable] = variableUses(uid);
  const declared = variable
    ? (variables.find(({ name, type }) => name === variable.name && type === 'datasource')?.query?.text() ??
      inputs.get(variable.name)?.pluginId)
    : undefined;
  const plugin = ref?.type ?? declared;
  // In text boxes of old dashboards the plugin itself may be a variable.
  if (plugin !== undefined && !plugin.includes('$')) return plugin === 'prometheus' ? 'prometheus' : 'other';
  if (/prom|mimir|thanos|cortex/i.test(uid)) return 'prometheus';
  return OTHER_NAMES.test(uid) ? 'other' : 'unknown';
}
