import type { CheckRule } from '../../check-rule.ts';
import { dashboardFiles, examplePanel } from '../examples/example-dashboard.ts';
import { grafanaDashboards } from './panels.ts';

/** Panels that cannot be told apart. */
export const dashPanelId: CheckRule = {
  id: 'dash/panel-id',
  severity: 'warning',
  why: 'Links to a panel, and alerts that name one, lead to another or to none.',
  doc: 'Two panels have the same `id`, or a panel has the id 0, as some generators write it. Panels without an id get one when Grafana loads them; copies that Grafana makes itself (`repeatPanelId`) are its own.',
  examples: [
    {
      wrong: dashboardFiles({ morePanels: [{ ...examplePanel(2), id: 1 }] }),
      right: dashboardFiles({ morePanels: [examplePanel(2)] }),
    },
  ],
  *run(workspace) {
    for (const { panels } of grafanaDashboards(workspace)) {
      const seen = new Set<number>();
      for (const panel of panels) {
        const id = panel.parsed?.id?.number();
        if (id === undefined || panel.parsed?.node.get('repeatPanelId')) continue;
        if (id === 0 || seen.has(id)) {
          const message =
            id === 0
              ? 'the panel has the id 0, which stands for none'
              : `another panel has the id ${id}, too`;
          yield { place: panel.placeOf('id'), message, fix: 'give each panel a number of its own, from 1' };
        }
        seen.add(id);
      }
    }
  },
};
