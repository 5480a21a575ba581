import type { DashboardFlavour } from '../generate-options.ts';
import type { DashboardModel, DatasourceModel } from './dashboard-model.ts';

/** Identifier of the Prometheus data source wherever it is written. */
export const PROMETHEUS_UID = 'prometheus';

/** The data source of every query, in a flavour. */
export function datasourceOf(flavour: DashboardFlavour): DatasourceModel {
  return { type: 'prometheus', uid: flavour === 'import' ? '${DS_PROMETHEUS}' : PROMETHEUS_UID };
}

/** The text of a dashboard file. */
export function printDashboard(model: DashboardModel, flavour: DashboardFlavour): string {
  return `${JSON.stringify(wrapped(model, flavour), undefined, 2)}\n`;
}

function wrapped(model: DashboardModel, flavour: DashboardFlavour): object {
  if (flavour === 'provision') return model;
  if (flavour === 'api') return { dashboard: model, overwrite: true };
  return { __inputs: [IMPORT_INPUT], __elements: {}, __requires: requirements(model), ...model };
}

const IMPORT_INPUT = {
  name: 'DS_PROMETHEUS',
  label: 'Prometheus',
  description: 'The Prometheus that scrapes this service',
  type: 'datasource',
  pluginId: 'prometheus',
  pluginName: 'Prometheus',
};

function requirements({ panels }: DashboardModel): readonly object[] {
  const types = [...new Set(panels.map(({ type }) => type))].filter((type) => type !== 'row').sort();
  return [
    { type: 'grafana', id: 'grafana', name: 'Grafana', version: '11.0.0' },
    { type: 'datasource', id: 'prometheus', name: 'Prometheus', version: '1.0.0' },
    ...types.map((id) => ({ type: 'panel', id, name: id, version: '' })),
  ];
}
