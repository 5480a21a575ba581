import { printExpr } from '@telltale/model';
import type { CheckRule } from '../../check-rule.ts';
import type { CheckedRule } from '../../workspace/checked-rule.ts';

function file(limit: number): string {
  return `groups:\n  - name: shop\n    rules:\n      - alert: QueueLong\n        expr: queue_length > ${limit}\n        labels: { severity: page }\n`;
}

/** Copies of one group of rules that are no longer the same. */
export const ruleStaleCopy: CheckRule = {
  id: 'rule/stale-copy',
  severity: 'warning',
  preset: 'strict',
  why: 'Somebody changed one copy: which of the two is loaded decides who is woken.',
  doc: 'Two files with a group of the same name in which an alert of the same name and labels has another expression.',
  examples: [
    {
      wrong: { files: { 'chart/rules.yml': file(5), 'rules.yml': file(50) } },
      right: { files: { 'chart/rules.yml': file(5), 'rules.yml': file(5) } },
    },
  ],
  *run({ rules }) {
    const known = new Map<string, CheckedRule>();
    for (const rule of rules) {
      if (rule.kind !== 'alerting' || rule.origin !== 'rule-file') continue;
      const key = keyOf(rule);
      const first = known.get(key);
      if (!first) known.set(key, rule);
      else if (first.group.file !== rule.group.file && textOf(first) !== textOf(rule)) {
        const message = `the copy in ${first.group.file} has another expression`;
        yield { place: rule.placeOf('expr'), message, fix: 'make one file of the two, or generate the copy' };
      }
    }
  },
};

function keyOf({ name, group, labels }: CheckedRule): string {
  return JSON.stringify([name, group.name, labels.map((label) => [label.name, label.text])]);
}

function textOf({ query }: CheckedRule): string {
  return query.expr ? printExpr(query.expr) : query.text;
}
