import type { CheckRule } from '../../check-rule.ts';
import { dashboardFiles } from '../examples/example-dashboard.ts';
import { grafanaDashboards } from './panels.ts';

/** Dashboards without a title. */
export const dashTitle: CheckRule = {
  id: 'dash/title',
  severity: 'error',
  why: 'Grafana refuses the file: "Dashboard title cannot be empty".',
  doc: 'A dashboard has no title, or an empty one. Files for the API are judged by what they wrap.',
  examples: [{ wrong: dashboardFiles({ board: { title: '' } }), right: dashboardFiles({}) }],
  *run(workspace) {
    for (const dashboard of grafanaDashboards(workspace)) {
      if ((dashboard.title ?? '').trim() !== '') continue;
      yield { place: dashboard.placeOf('title'), message: 'the dashboard has no title', fix: 'add "title"' };
    }
  },
};
