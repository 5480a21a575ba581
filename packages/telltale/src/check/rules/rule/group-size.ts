import type { CheckRule } from '../../check-rule.ts';

const MOST_RULES = 20;

function file(count: number): string {
  const rules = Array.from(
    { length: count },
    (_, index) => `      - record: job:x${index}:sum\n        expr: sum by (job) (x${index})\n`,
  );
  return `groups:\n  - name: shop\n    rules:\n${rules.join('')}`;
}

/** Groups of very many rules. */
export const ruleGroupSize: CheckRule = {
  id: 'rule/group-size',
  severity: 'info',
  preset: 'strict',
  why: 'The rules of a group are evaluated one after the other: a long group falls behind its interval.',
  doc: 'A group of a rule file with more than 20 rules.',
  examples: [{ wrong: { files: { 'rules.yml': file(21) } }, right: { files: { 'rules.yml': file(20) } } }],
  *run({ rules }) {
    const seen = new Set<unknown>();
    for (const { group, origin } of rules) {
      if (group.size <= MOST_RULES || origin !== 'rule-file' || seen.has(group)) continue;
      seen.add(group);
      yield {
        place: group.placeOf('group'),
        message: `the group has ${group.size} rules`,
        fix: 'split it by topic',
      };
    }
  },
};
