import type { AnnotationModel, DatasourceModel } from './dashboard-model.ts';
import { STATUS_COLOURS } from './status-colours.ts';

const GRAFANA: DatasourceModel = { type: 'grafana', uid: '-- Grafana --' };

/**
 * What is drawn over every chart: alerts while they fire, and what was posted to Grafana's annotations
 * with the tags `deployment` and `incident`.
 */
export function dashboardAnnotations(datasource: DatasourceModel): readonly AnnotationModel[] {
  return [
    {
      name: 'Annotations & Alerts',
      datasource: GRAFANA,
      builtIn: 1,
      enable: true,
      hide: true,
      iconColor: STATUS_COLOURS.info,
      type: 'dashboard',
    },
    {
      name: 'Firing alerts',
      datasource,
      enable: true,
      iconColor: STATUS_COLOURS.critical,
      expr: 'ALERTS{alertstate="firing"}',
      titleFormat: '{{alertname}}',
      textFormat: '{{severity}} {{job}} {{instance}}',
    },
    tagged('Deployments', 'deployment', STATUS_COLOURS.info),
    tagged('Incidents', 'incident', STATUS_COLOURS.warning),
  ];
}

function tagged(name: string, tag: string, iconColor: string): AnnotationModel {
  return {
    name,
    datasource: GRAFANA,
    enable: true,
    iconColor,
    type: 'tags',
    target: { limit: 100, matchAny: true, tags: [tag], type: 'tags' },
  };
}
