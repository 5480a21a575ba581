import type { CheckRule } from '../../check-rule.ts';
import { dashboardFiles } from '../examples/example-dashboard.ts';
import { grafanaDashboards } from './panels.ts';

/** Dashboards that do not say which version of the format they have. */
export const dashSchema: CheckRule = {
  id: 'dash/schema',
  severity: 'info',
  preset: 'strict',
  why: 'Grafana takes the file for the oldest format and migrates it at every load, not always well.',
  doc: 'A classic dashboard has no `schemaVersion`, or one from before Grafana 5 (16), when panels stood in rows of spans.',
  examples: [{ wrong: dashboardFiles({ board: { schemaVersion: undefined } }), right: dashboardFiles({}) }],
  *run(workspace) {
    for (const dashboard of grafanaDashboards(workspace)) {
      const { parsed } = dashboard;
      const version = parsed.body.get('schemaVersion');
      if (parsed.form === 'v2' || (version?.number() ?? 0) >= 16) continue;
      const place = version ? dashboard.placeIn(version) : dashboard.placeOf('title');
      const message = version
        ? `version ${version.text() ?? ''} of the format is from before Grafana 5`
        : 'no schemaVersion';
      yield { place, message, fix: 'save it once with a current Grafana, and export that' };
    }
  },
};
