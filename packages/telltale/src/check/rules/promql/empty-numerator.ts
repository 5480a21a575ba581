import type { BinaryExpr } from '@telltale/model';
import { printExpr, walkExpr } from '@telltale/model';
import type { CheckRule } from '../../check-rule.ts';
import { relationOf } from '../../expression/inference/share-of-whole.ts';
import { nestedNodes } from '../../expression/nodes.ts';
import { isComparison } from '../../expression/comparison-operators.ts';
import type { CheckedQuery } from '../../workspace/checked-query.ts';
import { recordingFile } from '../examples/example-files.ts';

/** Ratios of some series to all that vanish while there are none of the some. */
export const promqlEmptyNumerator: CheckRule = {
  id: 'promql/empty-numerator',
  severity: 'warning',
  preset: 'strict',
  why: 'Until the first such event there is no such series: the ratio is missing then, not 0.',
  doc: `A sum of series picked by a matcher, divided by the sum of all, in a panel or a recording rule. In
an alert the missing value is as good as 0. Not reported with "or vector(0)" or "or … * 0" in it.`,
  examples: [
    {
      wrong: {
        files: {
          'rules.yml': recordingFile('sum(rate(x_total{status=~"5.."}[5m])) / sum(rate(x_total[5m]))'),
        },
      },
      right: {
        files: {
          'rules.yml': recordingFile(
            '(sum(rate(x_total{status=~"5.."}[5m])) or vector(0)) / sum(rate(x_total[5m]))',
          ),
        },
      },
    },
  ],
  *run({ queries }) {
    for (const query of queries) {
      if (!query.expr || query.use === 'alert') continue;
      if ([...walkExpr(query.expr)].some((node) => node.kind === 'binary' && node.op === 'or')) continue;
      for (const { node, ancestors } of nestedNodes(query.expr)) {
        if (node.kind !== 'binary' || node.op !== '/' || !node.left.source) continue;
        const isCompared = ancestors.some((one) => one.kind === 'binary' && isComparison(one.op));
        if (isCompared || relationOf(node.left, node.right) !== 'part') continue;
        yield {
          place: query.placeOf(node.left.source),
          message: 'nothing comes out while no such series exists',
          fix: fixOf(node, query),
        };
      }
    }
  },
};

/** What a dashboard's variables stand for is nothing to copy. */
function fixOf({ left, right }: BinaryExpr, { isFilledIn, text }: CheckedQuery): string {
  const isPlain = !isFilledIn?.({ start: 0, end: text.length });
  const numerator = isPlain ? `(${printExpr(left)} or ${printExpr(right)} * 0)` : '(… or divisor * 0)';
  return `write ${numerator}, or make the series at start`;
}
