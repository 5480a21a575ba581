import type { Expr } from '@telltale/model';
import { walkExpr } from '@telltale/model';
import type { CheckRule } from '../../check-rule.ts';
import type { Comparison } from '../../expression/comparison.ts';
import { decidingComparisons } from '../../expression/comparison.ts';
import type { Inference } from '../../expression/inference/create-inference.ts';
import type { Inferred } from '../../expression/inference/inferred.ts';
import type { ValueRange } from '../../expression/inference/value-range.ts';
import { unwrapped } from '../../expression/nodes.ts';
import type { RuleFinding } from '../../finding.ts';
import type { CheckedQuery } from '../../workspace/checked-query.ts';
import { alertFile } from '../examples/example-files.ts';

/** Alerts whose condition holds for every possible value, or for none. */
export const alertAlwaysOrNever: CheckRule = {
  id: 'alert/always-or-never',
  severity: 'error',
  why: 'The threshold lies outside of what the expression can be: the alert fires always, or never.',
  doc: `A comparison that decides the alert, with a number that lies outside of the possible values of the
other side: a counter or rate below 0, up above 1, a share of a whole above 1, a percentage above 100, a
count below 1. What is a part of what is taken from the matchers (the same metric with fewer), or from
names such as …_used_bytes and …_max_bytes. Percentages compared with shares are promql/unit-mismatch.`,
  examples: [
    {
      wrong: { files: { 'rules.yml': alertFile('up > 1') } },
      right: { files: { 'rules.yml': alertFile('up < 1') } },
    },
    {
      wrong: {
        files: {
          'rules.yml': alertFile('sum(rate(x_total[5m])) / sum(rate(x_total{status=~"5.."}[5m])) > 0.05'),
        },
      },
      right: {
        files: {
          'rules.yml': alertFile('sum(rate(x_total{status=~"5.."}[5m])) / sum(rate(x_total[5m])) > 0.05'),
        },
      },
    },
    {
      wrong: { files: { 'rules.yml': alertFile('project_quota_bytes == -2') } },
      right: { files: { 'rules.yml': alertFile('project_quota_bytes == -1') } },
    },
  ],
  *run({ rules, inference }) {
    for (const { kind, query } of rules) {
      if (kind !== 'alerting' || !query.expr) continue;
      yield* alwaysAbsent(query, query.expr, inference);
      for (const comparison of decidingComparisons(query.expr)) {
        const outcome = verdict(comparison, inference.of(comparison.value));
        const { source } = comparison.node;
        // What always holds beside another condition, or of what a filter left, is there on purpose.
        const isAlone = isMain(query.expr, comparison.node) && !isFiltered(comparison.value);
        const message = outcome?.kind === 'never' || isAlone ? outcome?.message : undefined;
        if (message === undefined || !source) continue;
        yield {
          place: query.placeOf(source),
          message,
          fix: 'correct the threshold, or what is compared with it',
        };
      }
    }
  },
};

/** `absent(count(x) == 0)`: what is never there is always absent. */
function* alwaysAbsent(query: CheckedQuery, expr: Expr, inference: Inference): Iterable<RuleFinding> {
  const top = unwrapped(expr);
  if (top.kind !== 'call' || top.func !== 'absent' || !top.args[0] || !top.source) return;
  for (const comparison of decidingComparisons(top.args[0])) {
    if (verdict(comparison, inference.of(comparison.value))?.kind !== 'never') continue;
    const message = 'the condition inside is never true, so it is always absent';
    yield { place: query.placeOf(top.source), message, fix: 'write absent() of the selector alone' };
  }
}

interface Verdict {
  readonly kind: 'always' | 'never';
  readonly message: string;
}

function verdict(
  { op, limit, node }: Comparison,
  { usual, range, nature, unit }: Inferred,
): Verdict | undefined {
  if (node.bool === true || isOtherRule(nature, unit, usual, limit)) return undefined;
  // Many gauges are -1 where they have no value: no limit, no heap of that kind.
  if (limit === -1 && (op === '==' || op === '!=') && nature !== 'counter') return undefined;
  const kind = outcomeOf(op, limit, usual);
  if (kind === undefined) return undefined;
  const certainty = outcomeOf(op, limit, range) === kind ? '' : ', as its name says';
  return { kind, message: `the condition is ${kind} true: the value is ${described(usual)}${certainty}` };
}

/** The condition in front of all guards. */
function isMain(expr: Expr, node: Expr): boolean {
  const top = unwrapped(expr);
  if (top === node) return true;
  return top.kind === 'binary' && (top.op === 'and' || top.op === 'unless') && isMain(top.left, node);
}

function isFiltered(expr: Expr): boolean {
  return [...walkExpr(expr)].some(
    (node) =>
      (node.kind === 'binary' && node.bool !== true && /^(?:[<>]=?|[=!]=|and|unless)$/.test(node.op)) ||
      (node.kind === 'call' && node.func.startsWith('absent')),
  );
}

/** A share compared with a percentage, or a percentage with a share, is told better elsewhere. */
function isOtherRule(nature: string, unit: string | undefined, usual: ValueRange, limit: number): boolean {
  return (
    (nature === 'share' && usual.max === 1 && limit >= 2 && limit <= 100) ||
    (unit === 'timestamp' && limit > 1)
  );
}

function outcomeOf(op: string, limit: number, { min, max }: ValueRange): 'always' | 'never' | undefined {
  switch (op) {
    case '>':
      return limit >= max ? 'never' : limit < min ? 'always' : undefined;
    case '>=':
      return limit > max ? 'never' : limit <= min ? 'always' : undefined;
    case '<':
      return limit <= min ? 'never' : limit > max ? 'always' : undefined;
    case '<=':
      return limit < min ? 'never' : limit >= max ? 'always' : undefined;
    case '==':
      return limit < min || limit > max ? 'never' : undefined;
    default:
      return limit < min || limit > max ? 'always' : undefined;
  }
}

function described({ min, max }: ValueRange): string {
  if (min === max) return `always ${min}`;
  if (min === -Infinity) return `at most ${max}`;
  return max === Infinity ? `at least ${min}` : `between ${min} and ${max}`;
}
