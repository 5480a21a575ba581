import type { CheckRule } from '../../check-rule.ts';
import { nodesOfKind } from '../../expression/nodes.ts';
import { metricNameOf } from '../../expression/selectors.ts';
import type { CheckedRule } from '../../workspace/checked-rule.ts';

const RECORD = '      - record: job:up:sum\n        expr: sum by (job) (up)\n';
const USE = '      - alert: Few\n        expr: job:up:sum < 2\n';

function file(...rules: readonly string[]): string {
  return `groups:\n  - name: shop\n    rules:\n${rules.join('')}`;
}

/** Rules that are evaluated before the recording rule they read. */
export const ruleDependencyOrder: CheckRule = {
  id: 'rule/dependency-order',
  severity: 'info',
  preset: 'strict',
  why: 'The rules of a group run in order: this one always reads the value of the evaluation before.',
  doc: 'A rule that reads a recording rule which stands behind it in the same group.',
  examples: [
    {
      wrong: { files: { 'rules.yml': file(USE, RECORD) } },
      right: { files: { 'rules.yml': file(RECORD, USE) } },
    },
  ],
  *run({ rules }) {
    const recordings = Map.groupBy(
      rules.filter(({ kind }) => kind === 'recording'),
      ({ name }) => name,
    );
    const order = new Map(rules.map((rule, index) => [rule, index]));
    for (const rule of rules) {
      for (const { query, node, source } of nodesOfKind([rule.query], 'vector')) {
        const read = recordings.get(metricNameOf(node) ?? '') ?? [];
        if (read.length === 0 || !read.every((one) => isBehind(one, rule, order))) continue;
        const message = `${read[0].name} is recorded further down in this group`;
        yield { place: query.placeOf(source), message, fix: 'move the recording rule above' };
      }
    }
  },
};

function isBehind(
  recording: CheckedRule,
  rule: CheckedRule,
  order: ReadonlyMap<CheckedRule, number>,
): boolean {
  return (
    recording !== rule &&
    recording.group === rule.group &&
    recording.origin === 'rule-file' &&
    (order.get(recording) ?? 0) > (order.get(rule) ?? 0)
  );
}
