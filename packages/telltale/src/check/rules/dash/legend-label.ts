import type { CheckRule } from '../../check-rule.ts';
import { dashboardFiles } from '../examples/example-dashboard.ts';
import { allPanels, prometheusTargets } from './panels.ts';

/** Legends with labels that the result does not have. */
export const dashLegendLabel: CheckRule = {
  id: 'dash/legend-label',
  severity: 'error',
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
        for (const match of labels ? legend.matchAll(LABEL) : []) {
          if (match[1] === '__name__' || labels?.all === undefined || labels.mayHave(match[1])) continue;
          const range = { start: match.index, end: match.index + match[0].length };
          const there = [...labels.all].join(', ');
          yield {
            place: placeOf('legend', range),
            message: `the result has no label ${match[1]}`,
            fix: there === '' ? 'it has no labels at all: write a name' : `it has ${there}`,
          };
        }
      }
    }
  },
};

const LABEL = /\{\{\s*([\w.]+)\s*\}\}/g;
