import type { CheckRule } from '../../check-rule.ts';
import { formatFindings } from '../../workspace/format-findings.ts';

/** Faults of a `prometheus.yml`. */
export const promSchema: CheckRule = {
  id: 'prom/schema',
  severity: 'error',
  why: 'Prometheus does not start, or goes on with its last good configuration.',
  doc: 'YAML that cannot be read, unknown fields, wrong types, durations that are none, doubled jobs.',
  examples: [
    {
      wrong: { files: { 'prometheus.yml': 'scrape_configs:\n  - job_name: shop\n    metric_path: /m\n' } },
      right: { files: { 'prometheus.yml': 'scrape_configs:\n  - job_name: shop\n    metrics_path: /m\n' } },
    },
  ],
  run: (workspace) => formatFindings(workspace, 'prometheus-config'),
};
