import type { Expr, FunctionCall, SourceRange } from '@telltale/model';
import { childrenOf, walkExpr } from '@telltale/model';
import type { FindingPlace } from '../finding.ts';

/** What is needed of a query to look at its parts. */
export interface ParsedQuery {
  readonly text: string;
  readonly expr: Expr | undefined;
  readonly placeOf: (range: SourceRange) => FindingPlace;
}

/** A part of a query; `source` is where it stands in the text. */
export interface QueryNode<Query extends ParsedQuery, Node extends Expr = Expr> {
  readonly query: Query;
  readonly node: Node;
  readonly source: SourceRange;
}

/** Every part of every query that could be parsed, parents first. */
export function* nodesOf<Query extends ParsedQuery>(queries: Iterable<Query>): Iterable<QueryNode<Query>> {
  for (const query of queries) {
    for (const node of query.expr ? walkExpr(query.expr) : []) {
      if (node.source) yield { query, node, source: node.source };
    }
  }
}

/** Every part of one kind. */
export function* nodesOfKind<Query extends ParsedQuery, Kind extends Expr['kind']>(
  queries: Iterable<Query>,
  kind: Kind,
): Iterable<QueryNode<Query, Extract<Expr, { kind: Kind }>>> {
  for (const { query, node, source } of nodesOf(queries)) {
    if (isKind(node, kind)) yield { query, node, source };
  }
}

/** Every call of one of the functions. */
export function* callsOf<Query extends ParsedQuery>(
  queries: Iterable<Query>,
  functions: ReadonlySet<string>,
): Iterable<QueryNode<Query, FunctionCall>> {
  for (const found of nodesOfKind(queries, 'call')) if (functions.has(found.node.func)) yield found;
}

function isKind<Kind extends Expr['kind']>(node: Expr, kind: Kind): node is Extract<Expr, { kind: Kind }> {
  return node.kind === kind;
}

/** A node with the nodes around it, the nearest first. */
export interface NestedNode {
  readonly node: Expr;
  readonly ancestors: readonly Expr[];
}

/** Visits a node and all nodes below it with what is around each. */
export function* nestedNodes(node: Expr, ancestors: readonly Expr[] = []): Iterable<NestedNode> {
  yield { node, ancestors };
  for (const child of childrenOf(node)) yield* nestedNodes(child, [node, ...ancestors]);
}

/** An expression without the parentheses around it. */
export function unwrapped(expr: Expr): Expr {
  return expr.kind === 'paren' ? unwrapped(expr.expr) : expr;
}

/** The number that an expression is: a literal, with its sign, or arithmetic of such. */
export function numberOf(expr: Expr): number | undefined {
  const node = unwrapped(expr);
  if (node.kind === 'number') return node.value;
  if (node.kind === 'unary') {
    const value = numberOf(node.expr);
    return value === undefined ? undefined : node.op === '-' ? -value : value;
  }
  if (node.kind !== 'binary') return undefined;
  const [left, right] = [numberOf(node.left), numberOf(node.right)];
  return left === undefined || right === undefined ? undefined : calculated(node.op, left, right);
}

function calculated(op: string, left: number, right: number): number | undefined {
  switch (op) {
    case '+':
      return left + right;
    case '-':
      return left - right;
    case '*':
      return left * right;
    case '/':
      return left / right;
    case '^':
      return left ** right;
    default:
      return undefined;
  }
}
