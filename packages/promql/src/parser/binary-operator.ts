import { OPERATOR_PRECEDENCE, quoteText } from '@telltale/model';
import type { BinaryOperator, FillValues, SourceRange, VectorMatching } from '@telltale/model';
import type { SyntaxNode } from '@lezer/common';
import type { ParseContext } from './parse-context.ts';
import { childNodes, isExpression, refuse, textOf } from './parse-context.ts';
import { convertLabelList } from './label-list.ts';
import { convertSignedNumber } from './number.ts';

/** A binary operator with its modifiers, as it stands between two operands. */
export interface OperatorToken {
  readonly op: BinaryOperator;
  readonly bool: boolean;
  readonly matching?: VectorMatching;
  readonly fill?: FillValues;
  readonly source: SourceRange;
}

function isBinaryOperator(text: string): text is BinaryOperator {
  return Object.hasOwn(OPERATOR_PRECEDENCE, text);
}

/** Converts the operator and the modifiers between the operands of a binary expression. */
export function convertOperator(context: ParseContext, binary: SyntaxNode): OperatorToken {
  const [operator, ...modifiers] = childNodes(binary).filter((child) => !isExpression(child));
  const op = textOf(context, operator).toLowerCase();
  const source = { start: operator.from, end: (modifiers.at(-1) ?? operator).to };
  if (!isBinaryOperator(op)) refuse(context, source, `unknown operator ${quoteText(op)}`);
  const fill = modifiers.find(({ name }) => name === 'FillModifier');
  const clause = modifiers.find(({ name }) => name === 'MatchingModifierClause');
  return {
    op,
    bool: modifiers.some(({ name }) => name === 'BoolModifier'),
    ...(clause ? { matching: convertMatching(context, clause) } : {}),
    ...(fill ? { fill: convertFill(context, fill) } : {}),
    source,
  };
}

function convertMatching(context: ParseContext, clause: SyntaxNode): VectorMatching {
  const [mode, labels, group, include] = childNodes(clause);
  return {
    mode: mode.name === 'On' ? 'on' : 'ignoring',
    labels: convertLabelList(context, labels),
    cardinality: cardinalityOf(group),
    include: include ? convertLabelList(context, include) : [],
  };
}

function convertFill(context: ParseContext, modifier: SyntaxNode): FillValues {
  let values: FillValues = {};
  for (const clause of childNodes(modifier)) {
    const number = clause.getChild('NumberDurationLiteral');
    const value = number ? convertSignedNumber(context, number) : 0;
    if (clause.name !== 'FillRightClause') values = { ...values, left: value };
    if (clause.name !== 'FillLeftClause') values = { ...values, right: value };
  }
  return values;
}

function cardinalityOf(group: SyntaxNode | undefined): VectorMatching['cardinality'] {
  if (!group) return 'one-to-one';
  return group.name === 'GroupLeft' ? 'many-to-one' : 'one-to-many';
}
