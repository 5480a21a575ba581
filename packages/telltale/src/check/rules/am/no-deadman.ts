import type { CheckRule } from '../../check-rule.ts';
import type { CheckedRule } from '../../workspace/checked-rule.ts';
import { alertFile } from '../examples/example-files.ts';
import { isDeadManName } from './dead-man.ts';
import { exampleRouting } from './example-routing.ts';
import { routingViews } from './routing-view.ts';

const ALWAYS = 'groups:\n  - name: meta\n    rules:\n      - alert: Watchdog\n        expr: vector(1)\n';
const DOWN = `${alertFile('up == 0')}        for: 1m\n`;

/** Alerting that nobody misses when it is silent. */
export const amNoDeadman: CheckRule = {
  id: 'am/no-deadman',
  severity: 'info',
  preset: 'strict',
  why: 'When Prometheus, Alertmanager or the way between them is broken, nothing is told: it looks like a quiet day.',
  doc: 'There are alerts and a routing tree, and no alert that always fires (by name, or `vector(1)`).',
  examples: [
    {
      wrong: { files: { 'alertmanager.yml': exampleRouting({}), 'rules.yml': DOWN } },
      right: { files: { 'alertmanager.yml': exampleRouting({}), 'rules.yml': DOWN, 'meta.yml': ALWAYS } },
    },
  ],
  *run(workspace) {
    const alerts = workspace.rules.filter(({ kind }) => kind === 'alerting');
    if (alerts.length === 0 || alerts.some(isAlwaysFiring)) return;
    for (const { route } of routingViews(workspace)) {
      if (!route) continue;
      yield {
        place: route.placeOf('route'),
        message: 'no alert always fires, so nobody notices when alerts are no longer delivered',
        fix: "add an alert Watchdog with `vector(1)`, and route it to a dead man's switch",
      };
    }
  },
};

function isAlwaysFiring({ name, query }: CheckedRule): boolean {
  return isDeadManName(name) || /^\s*vector\(\s*1\s*\)\s*$/.test(query.text);
}
