import type { Expr } from '@telltale/model';
import type { CheckRule } from '../../check-rule.ts';
import { nestedNodes, unwrapped } from '../../expression/nodes.ts';
import type { RuleFinding } from '../../finding.ts';
import type { CheckedQuery } from '../../workspace/checked-query.ts';
import { alertFile } from '../examples/example-files.ts';

/** `bool` where a filter was meant. */
export const promqlBool: CheckRule = {
  id: 'promql/bool',
  severity: 'error',
  why: 'With bool a comparison gives 0 instead of nothing: an alert on it, and a count of it, take 0 for a hit.',
  doc: 'bool in the comparison that decides an alert, and directly below count.',
  examples: [
    {
      wrong: { files: { 'rules.yml': alertFile('rate(x_total[5m]) > bool 5') } },
      right: { files: { 'rules.yml': alertFile('sum(rate(x_total[5m]) > bool 5) > 2') } },
    },
    {
      wrong: { files: { 'rules.yml': alertFile('count(up == bool 0) > 2') } },
      right: { files: { 'rules.yml': alertFile('count(up == 0) > 2') } },
    },
  ],
  *run({ queries }) {
    for (const query of queries) {
      if (!query.expr) continue;
      if (query.use === 'alert') yield* atTop(query, query.expr);
      for (const { node } of nestedNodes(query.expr)) {
        if (node.kind === 'aggregation' && node.op === 'count') yield* underCount(query, node.expr);
      }
    }
  },
};

function* atTop(query: CheckedQuery, expr: Expr): Iterable<RuleFinding> {
  const node = unwrapped(expr);
  if (node.kind !== 'binary') return;
  if (node.bool === true) {
    yield finding(query, node, 'the alert fires for 0 as well: with bool the comparison always has a result');
  } else if (node.op === 'and' || node.op === 'unless') yield* atTop(query, node.left);
}

function* underCount(query: CheckedQuery, expr: Expr): Iterable<RuleFinding> {
  const node = unwrapped(expr);
  if (node.kind !== 'binary' || node.bool !== true) return;
  yield finding(query, node, 'count counts every series: with bool none is filtered out');
}

function finding(query: CheckedQuery, node: Expr, message: string): RuleFinding {
  const source = node.source ?? { start: 0, end: 0 };
  const at = query.text.slice(source.start, source.end).search(/\bbool\b/i);
  const start = source.start + Math.max(0, at);
  return { place: query.placeOf({ start, end: start + 4 }), message, fix: 'leave bool out' };
}
