import type { CheckRule } from '../../check-rule.ts';
import { dashboardFiles } from '../examples/example-dashboard.ts';
import { grafanaPanels } from './panels.ts';

/** Queries of one panel that cannot be told apart. */
export const dashRefid: CheckRule = {
  id: 'dash/refid',
  severity: 'error',
  why: 'Of queries with one refId Grafana shows only one.',
  doc: 'Two queries of a panel have the same `refId`. Queries without one get one when Grafana loads them.',
  examples: [
    {
      wrong: dashboardFiles({
        panel: {
          targets: [
            { refId: 'A', expr: 'up' },
            { refId: 'A', expr: 'up' },
          ],
        },
      }),
      right: dashboardFiles({
        panel: {
          targets: [
            { refId: 'A', expr: 'up' },
            { refId: 'B', expr: 'up' },
          ],
        },
      }),
    },
  ],
  *run(workspace) {
    for (const { panel } of grafanaPanels(workspace)) {
      const seen = new Set<string>();
      for (const [index, { refId }] of panel.parsed.targets.entries()) {
        const text = refId?.text() ?? '';
        if (text !== '' && seen.has(text)) {
          yield {
            place: panel.targets[index].placeOf('refId'),
            message: `another query of the panel has the refId ${text}, too`,
            fix: 'number the queries A, B, C …',
          };
        }
        seen.add(text);
      }
    }
  },
};
