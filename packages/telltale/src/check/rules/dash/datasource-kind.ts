import type { CheckRule } from '../../check-rule.ts';
import { dashboardFiles } from '../examples/example-dashboard.ts';
import { allPanels, prometheusTargets } from './panels.ts';

/** Panels that ask a source for what it does not have. */
export const dashDatasourceKind: CheckRule = {
  id: 'dash/datasource-kind',
  severity: 'warning',
  preset: 'strict',
  why: 'Prometheus has numbers, not texts: log lines never come from it.',
  doc: 'A panel of the type `logs`, or one whose title promises a log, asks Prometheus. Titles that promise counts or rates of log lines are metrics.',
  examples: [
    {
      wrong: dashboardFiles({ panel: { title: 'Slow query log' } }),
      right: dashboardFiles({ panel: { title: 'Slow queries' } }),
    },
  ],
  *run(workspace) {
    for (const { panel } of allPanels(workspace)) {
      const isPromised = panel.type === 'logs' || (LOG.test(panel.title) && !COUNTED.test(panel.title));
      const asked = prometheusTargets(panel);
      if (!isPromised || asked.length === 0 || asked.length < panel.targets.length) continue;
      yield {
        place: panel.placeOf('title'),
        message: 'the panel is to show a log, and asks Prometheus',
        fix: 'ask Loki or Elasticsearch, or show how many there are and say so in the title',
      };
    }
  },
};

const LOG = /\blogs?$/i;
const COUNTED = /rate|volume|count|lines|number|per |size|bytes|flush|write|redo|binary|wal|commit|raft/i;
