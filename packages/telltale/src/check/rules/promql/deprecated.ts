import type { CheckRule } from '../../check-rule.ts';
import { tokensOf } from '../../expression/promql-tokens.ts';
import { isBelow } from '../../stack/image-reference.ts';
import { alertFile } from '../examples/example-files.ts';

/** Functions that Prometheus 3 renamed or removed. */
const REMOVED: ReadonlyMap<string, string> = new Map([
  ['holt_winters', 'double_exponential_smoothing'],
  ['drop_common_labels', 'without (…)'],
  ['count_scalar', 'count'],
  ['keep_common', 'group_left (…)'],
]);

/** Whether a query uses a function that is gone. */
export function usesRemovedFunction(query: string): boolean {
  return [...REMOVED.keys()].some((name) => query.includes(name));
}

/** Functions that Prometheus no longer has. */
export const promqlDeprecated: CheckRule = {
  id: 'promql/deprecated',
  severity: 'error',
  why: 'Prometheus 3 refuses the whole file: none of its alerts is loaded.',
  doc: 'Functions that Prometheus 3 renamed or removed: holt_winters and older ones.',
  examples: [
    {
      wrong: { files: { 'rules.yml': alertFile('holt_winters(x[1h], 0.5, 0.5) > 5') } },
      right: { files: { 'rules.yml': alertFile('avg_over_time(x[1h]) > 5') } },
    },
  ],
  *run({ queries, targetVersions }) {
    const target = targetVersions.get('prometheus');
    if (target && isBelow(target.numbers, [3])) return;
    for (const { text, placeOf } of queries) {
      if (!usesRemovedFunction(text)) continue;
      for (const token of tokensOf(text, { start: 0, end: text.length })) {
        const better = token.kind === 'word' ? REMOVED.get(token.text) : undefined;
        if (better === undefined) continue;
        yield { place: placeOf(token), message: `${token.text} is gone`, fix: `use ${better}` };
      }
    }
  },
};
