import type { CheckRule } from '../../check-rule.ts';
import { dashboardFiles } from '../examples/example-dashboard.ts';
import { grafanaDashboards } from './panels.ts';

/** Dashboards without an identity, or with one that another has. */
export const dashUid: CheckRule = {
  id: 'dash/uid',
  severity: 'warning',
  preset: 'strict',
  why: 'Without a uid each import makes another copy and links to the dashboard break; of two with one uid, one is lost.',
  doc: 'A dashboard has no `uid`, or the same as another in the folder. Copies of one dashboard under one title are left alone: people keep them for several versions.',
  examples: [{ wrong: dashboardFiles({ board: { uid: undefined } }), right: dashboardFiles({}) }],
  *run(workspace) {
    const titles = new Map<string, string | undefined>();
    for (const dashboard of grafanaDashboards(workspace)) {
      const { uid = '', title } = dashboard;
      const place = dashboard.placeOf('uid');
      if (uid === '') {
        yield { place, message: 'the dashboard has no uid', fix: 'add "uid" with a short name that stays' };
      } else if (titles.has(uid) && titles.get(uid) !== title) {
        const message = `the dashboard ${titles.get(uid) ?? ''} has the uid ${uid}, too`;
        yield { place, message, fix: 'give each its own uid' };
      }
      titles.set(uid, title);
    }
  },
};
