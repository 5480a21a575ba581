import type { DashboardFlavour } from '../generate-options.ts';
import type { DashboardModel, DatasourceModel } from './dashboard-model.ts';

/** Identifier of the Prometheus data source wherever it is written. */
export const PROMETHEUS_UID = 'prometheus';

/** The data source of every query, in a flavour. */
export function datasourceOf(flavour: DashboardFlavour): DatasourceModel {
  return { type: 'prometheus', uid: flavour === 'import' ? '${DS_PROMETHEUS}' : PROMETHEUS_UID };
}

/** Identifier of the data source of log records wherever it is written. */
export const ELASTICSEARCH_UID = 'elasticsearch';

/** The data source of log records, in a flavour. */
export function logSourceOf(flavour: DashboardFlavour): DatasourceModel {
  return { type: 'elasticsearch', uid: flavour === 'import' ? IMPORTED_LOGS : ELASTICSEARCH_UID };
}

const IMPORTED_LOGS = '${DS_ELASTICSEARCH}';

/** The text of a dashboard file. */
export function printDashboard(model: DashboardModel, flavour: DashboardFlavour): string {
  return `${JSON.stringify(wrapped(model, flavour), undefined, 2)}\n`;
}

function wrapped(model: DashboardModel, flavour: DashboardFlavour): object {
  if (flavour === 'provision') return model;
  if (flavour === 'api') return { dashboard: model, overwrite: true };
  return { __inputs: inputs(model), __elements: {}, __requires: requirements(model), ...model };
}

function inputs(model: DashboardModel): readonly object[] {
  return showsLogs(model) ? [IMPORT_INPUT, LOGS_INPUT] : [IMPORT_INPUT];
}

function showsLogs({ panels }: DashboardModel): boolean {
  return panels.some((panel) => panel.type !== 'row' && panel.datasource.uid === IMPORTED_LOGS);
}

const LOGS_INPUT = {
  name: 'DS_ELASTICSEARCH',
  label: 'Elasticsearch',
  description: 'The Elasticsearch that has the logs of this service',
  type: 'datasource',
  pluginId: 'elasticsearch',
  pluginName: 'Elasticsearch',
};

const IMPORT_INPUT = {
  name: 'DS_PROMETHEUS',
  label: 'Prometheus',
  description: 'The Prometheus that scrapes this service',
  type: 'datasource',
  pluginId: 'prometheus',
  pluginName: 'Prometheus',
};

function requirements(model: DashboardModel): readonly object[] {
  const { panels } = model;
  const types = [...new Set(panels.map(({ type }) => type))].filter((type) => type !== 'row').sort();
  return [
    { type: 'grafana', id: 'grafana', name: 'Grafana', version: '11.0.0' },
    { type: 'datasource', id: 'prometheus', name: 'Prometheus', version: '1.0.0' },
    ...(showsLogs(model)
      ? [{ type: 'datasource', id: 'elasticsearch', name: 'Elasticsearch', version: '1.0.0' }]
      : []),
    ...types.map((id) => ({ type: 'panel', id, name: id, version: '' })),
  ];
}
