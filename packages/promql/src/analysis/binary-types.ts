import type { BinaryExpr, BinaryOperator } from '@telltale/model';
import { quoteText } from '@telltale/model';
import type { Fault } from './fault.ts';
import type { ExprType } from './function-table.ts';
import { typeHint } from './type-hint.ts';

const COMPARISONS: ReadonlySet<BinaryOperator> = new Set<BinaryOperator>(['==', '!=', '>', '<', '>=', '<=']);
const SET_OPERATORS: ReadonlySet<BinaryOperator> = new Set<BinaryOperator>(['and', 'or', 'unless']);

/** Whether an operator compares, and so filters unless `bool` is given. */
function isComparison(op: BinaryOperator): boolean {
  return COMPARISONS.has(op);
}

/** Whether an operator combines sets of series and leaves values alone. */
export function isSetOperator(op: BinaryOperator): boolean {
  return SET_OPERATORS.has(op);
}

/** Checks the operands and modifiers of a binary expression and returns the type of its result. */
export function checkBinary(node: BinaryExpr, left: ExprType, right: ExprType, fault: Fault): ExprType {
  for (const [operand, type] of [
    [node.left, left],
    [node.right, right],
  ] as const) {
    if (type !== 'scalar' && type !== 'vector') {
      const hint = typeHint(type === 'string' ? 'scalar' : 'vector', type, operand);
      fault(operand, `binary expression must contain only scalar and instant vector types${hint}`);
    }
  }
  const bothScalar = left === 'scalar' && right === 'scalar';
  if (node.bool && !isComparison(node.op))
    fault(node, 'bool modifier can only be used on comparison operators');
  if (isComparison(node.op) && !node.bool && bothScalar) {
    fault(node, `comparisons between scalars must use BOOL modifier; write ${node.op} bool`);
  }
  if (isSetOperator(node.op) && (left === 'scalar' || right === 'scalar')) {
    fault(
      node,
      `set operator ${quoteText(node.op)} not allowed in binary scalar expression; vector(…) makes one of a number`,
    );
  }
  const bothVectors = left === 'vector' && right === 'vector';
  checkMatching(node, bothVectors, fault);
  checkFill(node, bothVectors, fault);
  return bothScalar ? 'scalar' : 'vector';
}

function checkMatching(node: BinaryExpr, bothVectors: boolean, fault: Fault): void {
  const { matching } = node;
  if (!matching) return;
  if (!bothVectors && matching.labels.length > 0)
    fault(node, 'vector matching only allowed between instant vectors');
  if (isSetOperator(node.op) && matching.cardinality !== 'one-to-one') {
    fault(node, `no grouping allowed for ${quoteText(node.op)} operation`);
  }
  const both =
    matching.mode === 'on' ? matching.labels.find((label) => matching.include.includes(label)) : undefined;
  if (both !== undefined)
    fault(node, `label ${quoteText(both)} must not occur in ON and GROUP clause at once`);
}

function checkFill(node: BinaryExpr, bothVectors: boolean, fault: Fault): void {
  if (!node.fill) return;
  if (!bothVectors) fault(node, 'filling in missing series only allowed between instant vectors');
  if (isSetOperator(node.op)) fault(node, 'filling in missing series not allowed for set operators');
}
