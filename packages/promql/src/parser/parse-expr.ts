import type { Expr } from '@telltale/model';
import type { SyntaxNode, Tree } from '@lezer/common';
import { parser } from '@prometheus-io/lezer-promql';
import { PromqlError } from '../errors/promql-error.ts';
import { convertAggregation } from './aggregation.ts';
import { diagnoseSyntax } from './diagnosis/diagnose-syntax.ts';
import { diagnoseTokens } from './diagnosis/diagnose-tokens.ts';
import type { SyntaxFault } from './diagnosis/syntax-fault.ts';
import { convertNumber } from './number.ts';
import { flattenOperands } from './operand-sequence.ts';
import type { ParseContext } from './parse-context.ts';
import { MAX_DEPTH, expressionsIn, rangeOf, refuse, textOf } from './parse-context.ts';
import { assemble } from './precedence-climbing.ts';
import { grammarText, uncommented } from './tokens/grammar-text.ts';
import type { Token } from './tokens/token.ts';
import { tokensOf } from './tokens/token.ts';
import { convertString, convertVectorSelector } from './vector-selector.ts';

/** Longer texts are refused; the longest queries people write are a hundredth of it. */
const MAX_QUERY_LENGTH = 1_000_000;

/**
 * Parses PromQL to the model's expression; every node has its range in the text. Only the syntax
 * is checked: for types, functions and what is experimental see `analyseExpr`.
 *
 * @throws PromqlError TT_QUERY_SYNTAX.
 */
export function parseExpr(text: string): Expr {
  if (text.length > MAX_QUERY_LENGTH) {
    const reason = `query is longer than ${MAX_QUERY_LENGTH} characters`;
    throw new PromqlError('TT_QUERY_SYNTAX', reason, text.slice(0, 100), { start: 0, end: 100 });
  }
  const tokens = tokensOf(text);
  refuseFault(text, diagnoseTokens(text, tokens));
  const tree = treeOf(text, tokens);
  const [root] = expressionsIn(tree.topNode);
  return createContext(text, uncommented(text, tokens)).convert(root);
}

/** Without recovery: that takes time on hostile texts, and tells less of a fault than the tokens do. */
const strictParser = parser.configure({ strict: true });

function treeOf(text: string, tokens: readonly Token[]): Tree {
  try {
    return strictParser.parse(grammarText(text, tokens));
  } catch (error) {
    const offset = error instanceof SyntaxError ? /\d+$/.exec(error.message) : null;
    if (offset === null) throw error;
    const { reason, source } = diagnoseSyntax(text, tokens, Number(offset[0]));
    throw new PromqlError('TT_QUERY_SYNTAX', reason, text, source);
  }
}

function refuseFault(query: string, fault: SyntaxFault | undefined): void {
  if (fault) throw new PromqlError('TT_QUERY_SYNTAX', fault.reason, query, fault.source);
}

function createContext(query: string, text: string): ParseContext {
  let depth = 0;
  const context: ParseContext = {
    query,
    text,
    convert(node) {
      if (++depth > MAX_DEPTH)
        refuse(context, rangeOf(node), `expression is nested more than ${MAX_DEPTH} deep`);
      const items = flattenOperands(context, node, (operand) => convertOperand(context, operand));
      depth--;
      return assemble(context, items);
    },
  };
  return context;
}

/** Converts an expression that is not an operator: what signs, modifiers and operators apply to. */
function convertOperand(context: ParseContext, node: SyntaxNode): Expr {
  const source = rangeOf(node);
  switch (node.name) {
    case 'NumberDurationLiteral':
      return convertNumber(context, node);
    case 'StringLiteral':
      return { kind: 'string', value: convertString(context, node), source };
    case 'VectorSelector':
      return convertVectorSelector(context, node);
    case 'AggregateExpr':
      return convertAggregation(context, node);
    case 'ParenExpr':
      return { kind: 'paren', expr: context.convert(expressionsIn(node)[0]), source };
    case 'FunctionCall': {
      const identifier = node.getChild('FunctionIdentifier');
      const body = node.getChild('FunctionCallBody');
      const args = body ? expressionsIn(body).map((arg) => context.convert(arg)) : [];
      return {
        kind: 'call',
        func: identifier ? functionName(textOf(context, identifier)) : '',
        args,
        source,
      };
    }
    default:
      return refuse(context, source, `unexpected ${textOf(context, node)}`);
  }
}

/** The functions that are also words of durations are known in any case, all others as they are. */
function functionName(text: string): string {
  return /^(?:step|range|min_of|max_of)$/i.test(text) ? text.toLowerCase() : text;
}
