import type { CheckRule } from '../../check-rule.ts';
import { dashboardFiles, exampleDashboard } from '../examples/example-dashboard.ts';
import { grafanaDashboards } from './panels.ts';

/** Dashboards wrapped as for the API, in files. */
export const dashWrapper: CheckRule = {
  id: 'dash/wrapper',
  severity: 'error',
  why: 'Only the API takes a wrapped dashboard: from a file Grafana says "Dashboard title cannot be empty" and shows nothing.',
  doc: 'A file holds `{ "dashboard": { … } }` and nothing that only calls of the API have (`overwrite`, `folderUid`, `inputs`, `meta` …), or it has these and stands in a folder or object that is provisioned.',
  examples: [
    {
      wrong: { files: { 'dashboard.json': `{ "dashboard": ${exampleDashboard({})} }` } },
      right: dashboardFiles({}),
    },
  ],
  *run(workspace) {
    for (const { parsed, placeIn, file, isInKubernetes } of grafanaDashboards(workspace)) {
      if (!parsed.isWrapped) continue;
      const isForApi = parsed.root.entries().some(({ key }) => ONLY_FOR_API.has(key));
      if (isForApi && !isInKubernetes && !/(?:^|\/)provisioning\//.test(file)) continue;
      const entry = parsed.root.entries().find(({ key }) => key === 'dashboard');
      if (!entry) continue;
      yield {
        place: placeIn({ start: entry.keyStart, end: entry.keyEnd }),
        message: 'the dashboard is wrapped as for the API',
        fix: 'write what "dashboard" holds as the whole file',
      };
    }
  },
};

const ONLY_FOR_API: ReadonlySet<string> = new Set([
  'folderId',
  'folderUid',
  'inputs',
  'message',
  'meta',
  'overwrite',
]);
