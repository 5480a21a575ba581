import type { CheckRule } from '../../check-rule.ts';
import type { RuleFinding } from '../../finding.ts';
import { formatFindings } from '../../workspace/format-findings.ts';
import type { Workspace } from '../../workspace/workspace.ts';

/** Faults of a `prometheus.yml`. */
export const promSchema: CheckRule = {
  id: 'prom/schema',
  severity: 'error',
  why: 'Prometheus does not start, or goes on with its last good configuration.',
  doc: `YAML that cannot be read, unknown fields, wrong types, durations that are none, doubled jobs. Targets
with a scheme or path are those of scrape/url-in-target.`,
  examples: [
    {
      wrong: { files: { 'prometheus.yml': 'scrape_configs:\n  - job_name: shop\n    metric_path: /m\n' } },
      right: { files: { 'prometheus.yml': 'scrape_configs:\n  - job_name: shop\n    metrics_path: /m\n' } },
    },
  ],
  run: faults,
};

function* faults(workspace: Workspace): Iterable<RuleFinding> {
  for (const finding of formatFindings(workspace, 'prometheus-config')) {
    if (!finding.message.endsWith('is not a target address')) yield finding;
  }
}
