import type { CheckRule } from '../../check-rule.ts';
import type { CheckedPanel } from '../../workspace/grafana-dashboard.ts';
import { dashboardFiles } from '../examples/example-dashboard.ts';
import { allPanels, prometheusTargets } from './panels.ts';

/** Legends with labels that the result does not have. */
export const dashLegendLabel: CheckRule = {
  id: 'dash/legend-label',
  severity: 'warning',
  why: 'The place in the legend stays empty: series cannot be told apart.',
  doc: 'A `{{label}}` of a legend is aggregated away, or never was a label of the metric. Tables and panels of one figure show no legend.',
  examples: [
    {
      wrong: dashboardFiles({ target: { legendFormat: '{{job}} {{instance}}' } }),
      right: dashboardFiles({}),
    },
    {
      wrong: dashboardFiles({ target: { expr: 'sum(up)', legendFormat: '{{instance}}' } }),
      right: dashboardFiles({
        panel: { type: 'stat' },
        target: { expr: 'sum(up)', legendFormat: '{{instance}}' },
      }),
    },
  ],
  *run(workspace) {
    for (const { panel } of allPanels(workspace)) {
      for (const { query, legend, placeOf } of prometheusTargets(panel)) {
        const labels = query?.expr && workspace.inference.of(query.expr).labels;
        if (labels?.all === undefined || showsNoLegend(panel, labels.all.size)) continue;
        const lost = [...legend.matchAll(LABEL)].filter(
          ([, name]) => name !== '__name__' && !labels.mayHave(name),
        );
        const [first] = lost;
        if (!first) continue;
        const names = [...new Set(lost.map(([, name]) => name))].join(', ');
        const there = [...labels.all].join(', ');
        yield {
          place: placeOf('legend', { start: first.index, end: first.index + first[0].length }),
          message: `the result has no label ${names}`,
          fix: there === '' ? 'it has no labels at all: write a name' : `it has ${there}`,
        };
      }
    }
  },
};

const LABEL = /\{\{\s*([\w.]+)\s*\}\}/g;

/** A table has columns, and one figure alone has no name beside it. */
function showsNoLegend({ type, targets }: CheckedPanel, labels: number): boolean {
  const isFigure = /^(?:stat|singlestat|gauge|bargauge)$/.test(type);
  return type.startsWith('table') || (isFigure && labels === 0 && targets.length === 1);
}
