import type { Expr } from '@telltale/model';
import { walkExpr } from '@telltale/model';
import type { CheckRule } from '../../check-rule.ts';
import { comparisonsOf } from '../../expression/comparison.ts';
import { unwrapped } from '../../expression/nodes.ts';
import type { RuleFinding } from '../../finding.ts';
import type { CheckedRule } from '../../workspace/checked-rule.ts';
import { alertFile } from '../examples/example-files.ts';

/** Alerts that are to notice that something is missing, and cannot. */
export const alertAbsent: CheckRule = {
  id: 'alert/absent',
  severity: 'warning',
  preset: 'strict',
  why: 'A comparison of a series that does not exist returns nothing: silence, as if all were well.',
  doc: `rate(x[…]) == 0 and increase(x[…]) == 0 in an alert without absent(x) beside it: it misses the case
that the series never existed or is gone. absent() with a matcher that is no equality: the alert has no
such label. absent() without 'for': it fires at every restart of Prometheus.`,
  examples: [
    {
      wrong: { files: { 'rules.yml': alertFile('increase(x_total[10m]) == 0') } },
      right: { files: { 'rules.yml': alertFile('increase(x_total[10m]) == 0 or absent(x_total)') } },
    },
    {
      wrong: { files: { 'rules.yml': alertFile('absent(up{job=~"api|web"})\n        for: 5m') } },
      right: { files: { 'rules.yml': alertFile('absent(up{job="api"})\n        for: 5m') } },
    },
  ],
  *run({ rules }) {
    for (const rule of rules) {
      if (rule.kind !== 'alerting' || !rule.query.expr) continue;
      yield* blindToMissing(rule, rule.query.expr);
      yield* absentFaults(rule, rule.query.expr);
    }
  },
};

function* blindToMissing({ query }: CheckedRule, expr: Expr): Iterable<RuleFinding> {
  if ([...walkExpr(expr)].some(isAbsent)) return;
  for (const { node, value, op, limit } of comparisonsOf(expr)) {
    const call = [...walkExpr(value)].find(
      (one) => one.kind === 'call' && /^(?:rate|increase)$/.test(one.func),
    );
    if (op !== '==' || limit !== 0 || !call || !node.source) continue;
    yield {
      place: query.placeOf(node.source),
      message: 'if the series does not exist, nothing is returned, not 0',
      fix: 'add: or absent(…) of the same selector',
    };
  }
}

function* absentFaults({ query, forMs = 0 }: CheckedRule, expr: Expr): Iterable<RuleFinding> {
  const top = unwrapped(expr);
  if (top.kind !== 'call' || !isAbsent(top) || !top.source) return;
  const selector = top.args[0]?.kind === 'vector' ? top.args[0] : undefined;
  const unequal = selector?.matchers.find(({ op }) => op !== '=');
  const place = query.placeOf(top.source);
  if (unequal) {
    const message = `the alert will have no label '${unequal.name}': absent() takes labels from equalities only`;
    yield { place, message, fix: 'write one absent() for each value, joined by or' };
  } else if (forMs === 0 && top.func === 'absent') {
    yield { place, message: "absent() without 'for' fires when Prometheus starts", fix: "add 'for: 5m'" };
  }
}

function isAbsent(node: Expr): boolean {
  return node.kind === 'call' && node.func.startsWith('absent');
}
