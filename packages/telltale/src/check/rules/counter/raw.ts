import type { BinaryExpr, Expr } from '@telltale/model';
import { certaintyOf } from '../../catalogue/certainty.ts';
import type { CheckRule } from '../../check-rule.ts';
import { metricNameOf, selectorsOf } from '../../expression/selectors.ts';
import { shopFiles } from '../examples/example-files.ts';

const COMPARISONS: ReadonlySet<string> = new Set(['>', '<', '>=', '<=']);
/** What leaves the value of a counter a value since the start. */
const KEEPS_TOTAL: ReadonlySet<string> = new Set(['sum', 'avg', 'min', 'max', 'topk', 'bottomk']);

/** Counters compared to a number as they stand. */
export const counterRaw: CheckRule = {
  id: 'counter/raw',
  severity: 'error',
  why: 'A counter only grows until the program restarts: the comparison says how long it ran, not how it is.',
  doc: `A counter, alone or under sum, avg, min, max, topk or bottomk, compared to a number in an alert. Not
reported: comparisons with 0, which ask whether anything ever happened.`,
  examples: [
    {
      wrong: { files: shopFiles('sum(shop_requests_total) > 1000') },
      right: {
        files: shopFiles('sum(increase(shop_requests_total[1h])) > 1000 or shop_requests_total == 0'),
      },
    },
  ],
  *run({ queries, catalogue }) {
    for (const { expr, use, placeOf } of queries) {
      if (!expr || use !== 'alert') continue;
      for (const { selector, ancestors } of selectorsOf(expr)) {
        const name = metricNameOf(selector) ?? '';
        const series = catalogue.get(name);
        if (series?.kind !== 'counter' || !selector.source || !isComparedRaw(ancestors)) continue;
        yield {
          place: placeOf(selector.source),
          message: `the total of the counter ${name} is compared to a number`,
          fix: `compare rate(${name}[5m]) or increase(${name}[1h])`,
          severity: certaintyOf(series),
        };
      }
    }
  },
};

function isComparedRaw(ancestors: readonly Expr[]): boolean {
  for (const node of ancestors) {
    if (node.kind === 'binary') return isComparisonWithNumber(node);
    const keeps = node.kind === 'paren' || (node.kind === 'aggregation' && KEEPS_TOTAL.has(node.op));
    if (!keeps) return false;
  }
  return false;
}

function isComparisonWithNumber({ op, left, right }: BinaryExpr): boolean {
  const number = [left, right].find((side) => side.kind === 'number');
  return COMPARISONS.has(op) && number?.kind === 'number' && number.value !== 0;
}
