import type { CheckRule } from '../../check-rule.ts';
import { dashboardFiles } from '../examples/example-dashboard.ts';
import { allPanels, prometheusTargets } from './panels.ts';

/** Legends with labels that the result does not have. */
export const dashLegendLabel: CheckRule = {
  id: 'dash/legend-label',
  severity: 'warning',
  why: 'The place in the legend stays empty: series cannot be told apart.',
  doc: 'A `{{label}}` of a legend is aggregated away, or never was a label of the metric.',
  examples: [
    {
      wrong: dashboardFiles({ target: { legendFormat: '{{job}} {{instance}}' } }),
      right: dashboardFiles({}),
    },
  ],
  *run(workspace) {
    for (const { panel } of allPanels(workspace)) {
      for (const { query, legend, placeOf } of prometheusTargets(panel)) {
        const labels = query?.expr && workspace.inference.of(query.expr).labels;
        if (labels?.all === undefined) continue;
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
