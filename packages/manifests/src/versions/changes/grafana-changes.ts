import type { VersionChange } from './version-change.ts';

const ANGULAR = 'https://grafana.com/docs/grafana/latest/whatsnew/whats-new-in-v12-0/';
const V11 = 'https://grafana.com/docs/grafana/latest/whatsnew/whats-new-in-v11-0/';

/** A panel that Grafana converts whenever it loads the dashboard. */
const converted = (type: string, successor: string): VersionChange => ({
  place: { in: 'panel', type },
  changedIn: '12.0',
  now: `the panel type ${type} is gone, and Grafana shows it as ${successor}`,
  instead: `use ${successor}: saving the dashboard once converts the panel for good`,
  source: ANGULAR,
});

/** A panel of a plugin that is not loaded any more. */
const removed = (type: string, successor: string): VersionChange => ({
  place: { in: 'panel', type },
  until: '12.0',
  instead: `use ${successor}`,
  source: ANGULAR,
});

/** What changed between versions of Grafana, from 9 on. */
export const GRAFANA_CHANGES: readonly VersionChange[] = [
  converted('graph', 'timeseries'),
  converted('singlestat', 'stat'),
  converted('grafana-singlestat-panel', 'stat'),
  converted('table-old', 'table'),
  converted('grafana-piechart-panel', 'piechart'),
  converted('grafana-worldmap-panel', 'geomap'),
  removed('natel-discrete-panel', 'state-timeline'),
  removed('flant-statusmap-panel', 'status-history'),
  removed('michaeldmoore-multistat-panel', 'bargauge'),
  {
    place: { in: 'panel', type: 'trend' },
    since: '10.0',
    source: 'https://grafana.com/docs/grafana/v10.0/whatsnew/whats-new-in-v10-0/',
  },
  {
    place: { in: 'panel', type: 'datagrid' },
    since: '10.0',
    source: 'https://grafana.com/docs/grafana/v10.0/whatsnew/whats-new-in-v10-0/',
  },
  {
    place: { in: 'grafana-dashboard', key: 'panels.*.alert' },
    ignoredSince: '11.0',
    instead: 'make an alert of Grafana Alerting, or of Prometheus, of it',
    source: V11,
  },
  {
    place: { in: 'grafana-dashboard', key: 'apiVersion', value: 'dashboard.grafana.app/v2' },
    since: '12.0',
    instead: 'export the dashboard in the classic schema',
    source: ANGULAR,
  },
  {
    place: { in: 'grafana-datasources', key: 'datasources.*.type', value: 'grafana-simple-json-datasource' },
    until: '12.0',
    instead: 'use the data source yesoreyeram-infinity-datasource',
    source: ANGULAR,
  },
  {
    place: { in: 'environment', variable: 'GF_ALERTING_ENABLED' },
    until: '11.0',
    instead:
      'remove it: Grafana does not start with the alerting of old; GF_UNIFIED_ALERTING_ENABLED is that of today',
    source: V11,
  },
  {
    place: { in: 'environment', variable: 'GF_SECURITY_ANGULAR_SUPPORT_ENABLED' },
    ignoredSince: '12.0',
    instead: 'remove it, and replace the panels that needed it',
    source: ANGULAR,
  },
];
