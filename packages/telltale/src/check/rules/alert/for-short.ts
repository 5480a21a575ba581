import { formatDuration } from '@telltale/model';
import type { CheckRule } from '../../check-rule.ts';
import { intervalsOf } from '../../workspace/intervals.ts';

/** Hardly any group is evaluated more often: where nothing is known. */
const SHORTEST_MS = 15_000;

/** A rule file with a group of one alert. */
function groupFile(forText: string): string {
  return `groups:\n  - name: shop\n    interval: 1m\n    rules:\n      - alert: Example\n        expr: up == 0\n        for: ${forText}\n`;
}

/** Alerts that wait less than one evaluation. */
export const alertForShort: CheckRule = {
  id: 'alert/for-short',
  severity: 'warning',
  why: 'The condition is looked at once per interval: a shorter wait is as long as one whole interval.',
  doc: `"for" above 0 that is shorter than the interval of the group, or than the global one where the
configuration is in sight. Where neither is known: shorter than 15 s.`,
  examples: [
    {
      wrong: { files: { 'rules.yml': groupFile('30s') } },
      right: { files: { 'rules.yml': groupFile('5m') } },
    },
  ],
  *run(workspace) {
    const { evaluationMs } = intervalsOf(workspace);
    for (const { forMs = 0, group, placeOf } of workspace.rules) {
      const intervalMs = group.intervalMs ?? evaluationMs;
      if (forMs === 0 || forMs >= (intervalMs ?? SHORTEST_MS)) continue;
      const known =
        intervalMs === undefined ? '' : `; the rule is evaluated every ${formatDuration(intervalMs)}`;
      yield {
        place: placeOf('for'),
        message: `'for: ${formatDuration(forMs)}' is shorter than one interval${known}`,
        fix: `wait at least ${formatDuration(2 * (intervalMs ?? SHORTEST_MS))}, or leave 'for' out`,
      };
    }
  },
};
