import type { AlertingRule, BinaryOperator, Expr, Matcher } from '@telltale/model';
import { formatDuration, printExpr, printMatcher } from '@telltale/model';
import type { PlacedNode } from '../synthesis/replace-node.ts';
import { placedNodes, replaceNode } from '../synthesis/replace-node.ts';
import type { Mutant, MutationKind } from './mutant.ts';

interface NodeMutation {
  readonly kind: MutationKind;
  readonly change: string;
  readonly node: Expr;
  readonly matcherIndex?: number;
}

/** All mutants of a rule, in the order of its expression; those of its times last. */
export function mutantsOf(rule: AlertingRule): readonly Mutant[] {
  const inExpr = placedNodes(rule.expr).flatMap(({ node, place }) =>
    mutationsOf({ node, place }).map((mutation): Mutant => {
      const expr = replaceNode(rule.expr, place, mutation.node);
      const { kind, change, matcherIndex } = mutation;
      const mutated = { ...rule, expr, query: printExpr(expr) };
      return { kind, change, rule: mutated, place, ...(matcherIndex !== undefined && { matcherIndex }) };
    }),
  );
  return [...inExpr, ...timeMutants(rule)];
}

function mutationsOf({ node }: PlacedNode): readonly NodeMutation[] {
  switch (node.kind) {
    case 'binary':
      return [...operatorMutations(node), ...thresholdMutations(node)];
    case 'vector':
      return node.matchers.flatMap((matcher, index) => matcherMutations(node, matcher, index));
    case 'aggregation':
      return groupingMutations(node);
    case 'matrix':
    case 'subquery':
      return rangeMutations(node);
    default:
      return [];
  }
}

type NodeOf<Kind extends Expr['kind']> = Extract<Expr, { kind: Kind }>;

const FLIPPED: ReadonlyMap<BinaryOperator, BinaryOperator> = new Map([
  ['>', '<'],
  ['<', '>'],
  ['>=', '<='],
  ['<=', '>='],
  ['==', '!='],
  ['!=', '=='],
]);
const STRICTNESS: ReadonlyMap<BinaryOperator, BinaryOperator> = new Map([
  ['>', '>='],
  ['>=', '>'],
  ['<', '<='],
  ['<=', '<'],
]);

function operatorMutations(node: NodeOf<'binary'>): readonly NodeMutation[] {
  const become = (kind: MutationKind, op: BinaryOperator | undefined): readonly NodeMutation[] =>
    op === undefined ? [] : [{ kind, change: `${node.op} becomes ${op}`, node: { ...node, op } }];
  return [...become('comparison', FLIPPED.get(node.op)), ...become('strictness', STRICTNESS.get(node.op))];
}

const FACTORS = [10, 0.1];

function thresholdMutations(node: NodeOf<'binary'>): readonly NodeMutation[] {
  if (!FLIPPED.has(node.op)) return [];
  const side = isConstant(node.right) ? 'right' : isConstant(node.left) ? 'left' : undefined;
  // Zero times ten is zero.
  if (side === undefined || (node[side].kind === 'number' && node[side].value === 0)) return [];
  return FACTORS.map((factor) => {
    const scaled = scaledBy(node[side], factor);
    const change = `${printExpr(node[side])} becomes ${printExpr(scaled)}`;
    return { kind: 'threshold', change, node: { ...node, [side]: scaled } };
  });
}

function isConstant(expr: Expr): boolean {
  return [...placedNodes(expr)].every(
    ({ node }) =>
      node.kind === 'number' || node.kind === 'unary' || node.kind === 'paren' || node.kind === 'binary',
  );
}

function scaledBy(expr: Expr, factor: number): Expr {
  if (expr.kind === 'number') return { kind: 'number', value: Number((expr.value * factor).toPrecision(12)) };
  const inner: Expr = expr.kind === 'paren' ? expr : { kind: 'paren', expr };
  return { kind: 'binary', op: '*', left: inner, right: { kind: 'number', value: factor } };
}

const INVERTED = { '=': '!=', '!=': '=', '=~': '!~', '!~': '=~' } as const;

function matcherMutations(node: NodeOf<'vector'>, matcher: Matcher, index: number): readonly NodeMutation[] {
  if (matcher.name === '__name__') return [];
  const inverted = { ...matcher, op: INVERTED[matcher.op] };
  return [
    {
      kind: 'matcher-dropped',
      change: `${printMatcher(matcher)} is dropped`,
      node: { ...node, matchers: node.matchers.toSpliced(index, 1) },
      matcherIndex: index,
    },
    {
      kind: 'matcher-inverted',
      change: `${printMatcher(matcher)} becomes ${printMatcher(inverted)}`,
      node: { ...node, matchers: node.matchers.with(index, inverted) },
      matcherIndex: index,
    },
  ];
}

function groupingMutations(node: NodeOf<'aggregation'>): readonly NodeMutation[] {
  const { grouping } = node;
  if (!grouping) return [];
  return grouping.labels.map((label, index) => ({
    kind: 'label-dropped',
    change: `${label} is dropped from ${grouping.mode} (${grouping.labels.join(', ')})`,
    node: { ...node, grouping: { ...grouping, labels: grouping.labels.toSpliced(index, 1) } },
  }));
}

function rangeMutations(node: NodeOf<'matrix'> | NodeOf<'subquery'>): readonly NodeMutation[] {
  if (node.rangeExpr) return [];
  return [node.rangeMs * 2, node.rangeMs / 2].map((rangeMs) => ({
    kind: 'range',
    change: `[${formatDuration(node.rangeMs)}] becomes [${formatDuration(rangeMs)}]`,
    node: { ...node, rangeMs },
  }));
}

function timeMutants(rule: AlertingRule): readonly Mutant[] {
  const mutants = (kind: 'for' | 'keep-firing-for', ms: number, field: 'forMs' | 'keepFiringForMs') =>
    (ms === 0 ? [] : [ms * 2, 0]).map((changed): Mutant => {
      const change = `${kind} ${formatDuration(ms)} becomes ${formatDuration(changed)}`;
      return { kind, change, rule: { ...rule, [field]: changed }, place: undefined };
    });
  return [
    ...mutants('for', rule.forMs, 'forMs'),
    ...mutants('keep-firing-for', rule.keepFiringForMs, 'keepFiringForMs'),
  ];
}
