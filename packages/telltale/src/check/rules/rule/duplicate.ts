import { printExpr } from '@telltale/model';
import type { CheckRule } from '../../check-rule.ts';
import { selectorsOf } from '../../expression/selectors.ts';
import type { CheckedQuery } from '../../workspace/checked-query.ts';
import type { CheckedRule } from '../../workspace/checked-rule.ts';

function file(...rules: readonly string[]): string {
  return `groups:\n  - name: shop\n    rules:\n${rules.join('')}`;
}

const DOWN = '      - alert: Down\n        expr: up == 0\n        labels: { severity: page }\n';
const RECORD = '      - record: job:up:sum\n        expr: sum by (job) (up)\n';

/** Rules that are there twice. */
export const ruleDuplicate: CheckRule = {
  id: 'rule/duplicate',
  severity: 'error',
  why: 'Two rules with one name and one set of labels write or send the same thing: samples collide, people are told twice.',
  doc: `Two rules of one file with the same name and labels and the same expression; two recording rules of
one file with the same name and labels that select the same series; two alerts of one file with the same expression, labels and wait
under two names.`,
  examples: [
    { wrong: { files: { 'rules.yml': file(DOWN, DOWN) } }, right: { files: { 'rules.yml': file(DOWN) } } },
    {
      wrong: { files: { 'rules.yml': file(RECORD, RECORD.replace('sum by', 'max by')) } },
      right: { files: { 'rules.yml': file(RECORD, RECORD.replaceAll('sum', 'max')) } },
    },
  ],
  *run({ rules }) {
    const seen = new Map<string, CheckedRule>();
    for (const rule of rules) {
      const keys = keysOf(rule);
      const first = keys.map((key) => seen.get(key)).find((one) => one !== undefined);
      for (const key of keys) if (!seen.has(key)) seen.set(key, rule);
      if (!first) continue;
      const { line } = first.placeOf('name').position;
      const what = first.name === rule.name ? `'${rule.name}'` : `'${first.name}' is the same alert, and`;
      const message =
        first.name === rule.name
          ? `${what} is there already, on line ${line}`
          : `${what} stands on line ${line}`;
      yield {
        place: rule.placeOf('name'),
        message,
        fix: 'remove one of them, or tell them apart by a label',
      };
    }
  },
};

/** Rules with one of these in common are the same. */
function keysOf({ kind, name, labels, query, group, forMs = 0 }: CheckedRule): readonly string[] {
  const texts = labels.map(({ name: label, text }) => [label, text]).toSorted(([a], [b]) => (a < b ? -1 : 1));
  const expr = query.expr ? printExpr(query.expr) : query.text;
  const key = (...parts: readonly unknown[]): string => JSON.stringify([group.file, kind, texts, ...parts]);
  if (kind === 'recording') return [key('name', name, selectorsText(query))];
  return [key('name', name, expr), key('expr', expr, forMs)];
}

/** Recording rules may share a name where each writes other series: what they select tells. */
function selectorsText({ expr, text }: CheckedQuery): string {
  if (!expr) return text;
  return selectorsOf(expr)
    .map(({ selector }) => printExpr(selector))
    .join();
}
