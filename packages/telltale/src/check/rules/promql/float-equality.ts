import type { CheckRule } from '../../check-rule.ts';
import { comparisonsOf } from '../../expression/comparison.ts';
import { alertFile } from '../examples/example-files.ts';

/** Values that measured numbers do take exactly: none at all, nothing, everything, and as a percentage. */
const EXACT: ReadonlySet<number> = new Set([-1, 0, 1, 100]);

/** Measured numbers compared for equality. */
export const promqlFloatEquality: CheckRule = {
  id: 'promql/float-equality',
  severity: 'error',
  why: 'A mean, rate, ratio or percentile is never exactly that number: the comparison is false always.',
  doc: `== and != of a rate, increase, mean, ratio, quantile or share with a number other than -1 (which
stands for no value), 0, 1 and 100, and of anything with a number that has a fraction.`,
  examples: [
    {
      wrong: { files: { 'rules.yml': alertFile('avg(rate(x_total[5m])) == 5') } },
      right: { files: { 'rules.yml': alertFile('avg(rate(x_total[5m])) == 0 or queue_state == 5') } },
    },
    {
      wrong: { files: { 'rules.yml': alertFile('avg by (job) (jvm_memory_max_bytes) != 0.5') } },
      right: { files: { 'rules.yml': alertFile('avg by (job) (jvm_memory_max_bytes) != -1') } },
    },
  ],
  *run({ queries, inference }) {
    for (const { expr, placeOf } of queries) {
      for (const { node, value, op, limit } of expr ? comparisonsOf(expr) : []) {
        if ((op !== '==' && op !== '!=') || !node.source || EXACT.has(limit)) continue;
        if (!inference.of(value).isMeasured && Number.isInteger(limit)) continue;
        const result = op === '==' ? 'never' : 'always';
        yield {
          place: placeOf(node.source),
          message: `a measured value is ${result} '${op}' ${limit}`,
          fix: 'compare with >, >=, < or <=',
        };
      }
    }
  },
};
