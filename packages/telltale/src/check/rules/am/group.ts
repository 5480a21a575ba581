import type { CheckRule } from '../../check-rule.ts';
import type { RuleFinding } from '../../finding.ts';
import { exampleRouting } from './example-routing.ts';
import { isDeadMan } from './dead-man.ts';
import type { ViewedRoute } from './routing-view.ts';
import { routesOf, routingViews } from './routing-view.ts';

/** Shorter than this, a group that changes is told again before anybody has read it. */
const SHORT_MS = 60_000;

/** Groups that are too wide or told too often. */
export const amGroup: CheckRule = {
  id: 'am/group',
  severity: 'warning',
  preset: 'strict',
  why: 'Grouped by name alone, alerts of unrelated services make one message; a short interval makes many of one.',
  doc: `group_by that is the alert's name alone or all labels (\`...\`), and a group_interval below a minute.
Routes to a dead man's switch are left alone.`,
  examples: [
    {
      wrong: { files: { 'alertmanager.yml': exampleRouting({ extra: '  group_interval: 10s\n' }) } },
      right: { files: { 'alertmanager.yml': exampleRouting({ extra: '  group_interval: 5m\n' }) } },
    },
    {
      wrong: { files: { 'alertmanager.yml': exampleRouting({ extra: '  group_by: [alertname]\n' }) } },
      right: {
        files: { 'alertmanager.yml': exampleRouting({ extra: '  group_by: [alertname, service]\n' }) },
      },
    },
  ],
  *run(workspace) {
    for (const { route } of routingViews(workspace)) {
      for (const node of route ? routesOf(route) : []) if (!isDeadMan(node)) yield* faultsOf(node);
    }
  },
};

function* faultsOf({ groupBy, groupIntervalMs, placeOf }: ViewedRoute): Iterable<RuleFinding> {
  if (groupBy?.join() === 'alertname') {
    const message = 'alerts of one name are one group, whatever service they are of';
    yield { place: placeOf('group_by'), message, fix: 'group by the service, too: [alertname, service]' };
  }
  if (groupBy?.includes('...')) {
    const message = 'each alert is a group of its own: one message each';
    yield {
      place: placeOf('group_by'),
      message,
      fix: 'group by what belongs together: [alertname, service]',
    };
  }
  if (groupIntervalMs !== undefined && groupIntervalMs < SHORT_MS) {
    const message = 'a group that changes is told again after a few seconds';
    yield { place: placeOf('group_interval'), message, fix: 'write 5m' };
  }
}
