import { OPERATOR_PRECEDENCE } from '@telltale/model';
import type { BinaryOperator, SourceRange, VectorMatching } from '@telltale/model';
import type { SyntaxNode } from '@lezer/common';
import type { ParseContext } from './parse-context.ts';
import { childNodes, isExpression, rangeOf, refuse, textOf } from './parse-context.ts';
import { convertLabelList } from './label-list.ts';

/** A binary operator with its modifiers, as it stands between two operands. */
export interface OperatorToken {
  readonly op: BinaryOperator;
  readonly bool: boolean;
  readonly matching?: VectorMatching;
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
  if (!isBinaryOperator(op)) {
    refuse(context, source, `the operator ${op} works on native histograms only`, 'TT_QUERY_UNSUPPORTED');
  }
  const fill = modifiers.find(({ name }) => name === 'FillModifier');
  if (fill) refuse(context, rangeOf(fill), 'fill modifiers are not evaluated', 'TT_QUERY_UNSUPPORTED');
  const clause = modifiers.find(({ name }) => name === 'MatchingModifierClause');
  return {
    op,
    bool: modifiers.some(({ name }) => name === 'BoolModifier'),
    ...(clause ? { matching: convertMatching(context, clause) } : {}),
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

function cardinalityOf(group: SyntaxNode | undefined): VectorMatching['cardinality'] {
  if (!group) return 'one-to-one';
  return group.name === 'GroupLeft' ? 'many-to-one' : 'one-to-many';
}
