import type { CheckRule } from '../../check-rule.ts';
import { dashboardFiles } from '../examples/example-dashboard.ts';
import { usesMetricsql } from './metricsql.ts';
import { grafanaPanels, prometheusTargets } from './panels.ts';

/** Queries of panels that Prometheus cannot read. */
export const dashPromql: CheckRule = {
  id: 'dash/promql',
  severity: 'error',
  why: 'The panel shows an error instead of data.',
  doc: 'The query of a panel is no PromQL once Grafana’s variables have values. Queries in which a variable stands for a metric, a label or an expression are not judged, nor what other data sources are asked. Folders whose dashboards speak MetricsQL are left alone.',
  examples: [
    {
      wrong: dashboardFiles({
        target: { expr: 'sum by (job) (rate(process_cpu_seconds_total[$__rate_interval])' },
      }),
      right: dashboardFiles({}),
    },
  ],
  *run(workspace) {
    if (usesMetricsql(workspace)) return;
    for (const { panel } of grafanaPanels(workspace)) {
      for (const { query } of prometheusTargets(panel)) {
        const fault = query?.fault;
        if (!query || !fault) continue;
        yield { place: query.placeOf(fault.source), message: fault.reason, fix: '' };
      }
    }
  },
};
