import type { CheckRule } from '../../check-rule.ts';
import { possibleLabels } from '../../expression/possible-labels.ts';
import { exampleDashboard } from '../examples/example-dashboard.ts';
import { shopFiles } from '../examples/example-files.ts';
import { allPanels, prometheusTargets } from './panels.ts';

const METRICS = shopFiles('up == 0')['metrics.js'];

/** Legends that give several series one name. */
export const dashLegendAmbiguous: CheckRule = {
  id: 'dash/legend-ambiguous',
  severity: 'warning',
  preset: 'strict',
  why: 'Lines of the same name cannot be told apart.',
  doc: 'A legend names some labels of a metric whose other labels are left in the result. Labels of the target, and those that a matcher sets to one value, are not counted.',
  examples: [
    {
      wrong: {
        files: {
          'dashboard.json': exampleDashboard({
            target: { expr: 'rate(shop_requests_total[5m])', legendFormat: '{{method}}' },
          }),
          'metrics.js': METRICS,
        },
      },
      right: {
        files: {
          'dashboard.json': exampleDashboard({
            target: { expr: 'sum by (method) (rate(shop_requests_total[5m]))', legendFormat: '{{method}}' },
          }),
          'metrics.js': METRICS,
        },
      },
    },
  ],
  *run(workspace) {
    const { inference, catalogue } = workspace;
    for (const { panel } of allPanels(workspace)) {
      for (const { query, legend, placeOf } of prometheusTargets(panel)) {
        const named = [...legend.matchAll(/\{\{\s*([\w.]+)\s*\}\}/g)].map((match) => match[1]);
        const expr = named.length > 0 ? query?.expr : undefined;
        if (!expr) continue;
        const { labels } = inference.of(expr);
        const left = [...(possibleLabels(expr, catalogue) ?? [])].filter(
          (label) => labels.mayHave(label) && !named.includes(label) && !isSet(query?.text ?? '', label),
        );
        if (left.length === 0) continue;
        yield {
          place: placeOf('legend'),
          message: `series that differ in ${left.join(', ')} have one name`,
          fix: `sum by (${named.join(', ')}), or name them in the legend`,
        };
      }
    }
  },
};

/** Whether a matcher leaves a label one value. */
function isSet(query: string, label: string): boolean {
  return new RegExp(`[{,\\s]${label}\\s*=\\s*["']`).test(query);
}
