import { formatDuration } from '@telltale/model';
import type { CheckRule } from '../../check-rule.ts';

const LOOKBACK_MS = 5 * 60_000;

function file(interval: string): string {
  return `groups:\n  - name: shop\n    interval: ${interval}\n    rules:\n      - record: job:up:sum\n        expr: sum by (job) (up)\n`;
}

/** Groups that are evaluated less often than samples stay current. */
export const ruleGroupInterval: CheckRule = {
  id: 'rule/group-interval',
  severity: 'warning',
  why: 'A sample is current for 5 minutes: what this group records is missing between two evaluations.',
  doc: 'A group with recording rules whose interval is longer than 5 minutes.',
  examples: [
    { wrong: { files: { 'rules.yml': file('10m') } }, right: { files: { 'rules.yml': file('1m') } } },
  ],
  *run({ rules }) {
    const seen = new Set<unknown>();
    for (const { kind, group } of rules) {
      const { intervalMs = 0 } = group;
      if (kind !== 'recording' || intervalMs <= LOOKBACK_MS || seen.has(group)) continue;
      seen.add(group);
      const message = `the group is evaluated every ${formatDuration(intervalMs)}, samples are current for 5m`;
      yield { place: group.placeOf('interval'), message, fix: 'evaluate it at least every 5m' };
    }
  },
};
