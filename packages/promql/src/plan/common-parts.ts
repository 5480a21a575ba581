import type { CompiledMatcher, Expr } from '@telltale/model';
import { childrenOf, printExpr, walkExpr } from '@telltale/model';
import { compileMatcher, matchersOf } from '../regexp/compile-matcher.ts';

/** A part that several queries of a plan, or one of them several times, have in common. */
export interface CommonPart {
  /** Whether it reads series of a metric of that name. */
  reads(metricName: string): boolean;
}

interface Draft {
  readonly node: Expr;
  /** Parts that it is a direct operand of, and queries that it is. */
  readonly users: Set<string>;
}

/** What looks only at where samples are: it reads selectors by itself. */
const OF_TIMES: ReadonlySet<string> = new Set([
  'absent',
  'absent_over_time',
  'count',
  'count_over_time',
  'group',
  'present_over_time',
  'timestamp',
  'ts_of_first_over_time',
  'ts_of_last_over_time',
]);

/**
 * Finds the parts that are used more than once: each is computed once and kept, all others flow through
 * as before. A part that is only used within another common part is not one itself.
 */
export function findCommonParts(queries: readonly Expr[]): ReadonlyMap<Expr, CommonPart> {
  const drafts = new Map<string, Draft>();
  const nodes = new Map<Expr, string>();
  const visit = (expr: Expr, user: string): void => {
    const node = unwrapped(expr);
    const key = printExpr(node);
    nodes.set(node, key);
    const draft = drafts.get(key);
    if (draft) {
      draft.users.add(user);
      // What is below is used by the part that was met first.
      for (const inner of walkExpr(node)) if (inner !== node) nodes.set(inner, printExpr(inner));
      return;
    }
    drafts.set(key, { node, users: new Set([user]) });
    for (const child of operandsOf(node)) visit(child, key);
  };
  for (const [i, query] of queries.entries()) visit(query, `query ${i}`);
  const parts = new Map<string, CommonPart>();
  for (const [key, { node, users }] of drafts) if (users.size > 1) parts.set(key, partOf(node));
  const common = new Map<Expr, CommonPart>();
  for (const [node, key] of nodes) {
    const part = parts.get(key);
    if (part) common.set(node, part);
  }
  return common;
}

function unwrapped(expr: Expr): Expr {
  return expr.kind === 'paren' ? unwrapped(expr.expr) : expr;
}

/** Operands that are evaluated as such, at the times of the query. */
function operandsOf(node: Expr): readonly Expr[] {
  switch (node.kind) {
    case 'subquery':
    case 'matrix':
      return [];
    case 'call':
      return node.func === 'info' ? node.args.slice(0, 1) : operandsBut(node.func, node.args);
    case 'aggregation':
      return operandsBut(node.op, childrenOf(node));
    default:
      return childrenOf(node);
  }
}

function operandsBut(func: string, operands: readonly Expr[]): readonly Expr[] {
  const isWorth = ({ kind }: Expr): boolean => kind !== 'number' && kind !== 'string';
  if (!OF_TIMES.has(func)) return operands.filter(isWorth);
  return operands.filter((operand) => {
    const { kind } = unwrapped(operand);
    return isWorth(operand) && kind !== 'vector' && kind !== 'matrix';
  });
}

function partOf(node: Expr): CommonPart {
  const selectors: (readonly CompiledMatcher[])[] = [];
  for (const inner of walkExpr(node)) {
    if (inner.kind !== 'vector') continue;
    const ofName = matchersOf(inner).filter(({ name }) => name === '__name__');
    selectors.push(ofName.map(compileMatcher));
  }
  return {
    reads: (metricName) =>
      selectors.some((matchers) => matchers.every((matcher) => matcher.matches(metricName))),
  };
}
