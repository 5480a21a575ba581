import type { DurationExpr } from '@telltale/model';
import { formatDecimal } from './decimal.ts';

type Json = Readonly<Record<string, unknown>>;

/** Arithmetic of durations as `/api/v1/parse_query` shows it; nothing for a plain duration. */
export function durationJson(expr: DurationExpr | undefined): Json | null {
  return expr === undefined ? null : nodeJson(expr, false);
}

function nodeJson(expr: DurationExpr, wrapped: boolean): Json {
  switch (expr.kind) {
    case 'literal':
      return { type: 'numberLiteral', val: formatDecimal(expr.seconds), duration: expr.units };
    case 'paren':
      return nodeJson(expr.operand, true);
    case 'step':
    case 'range':
      return operationJson(expr.kind, null, null, wrapped);
    case 'sign':
      return operationJson(expr.op, null, nodeJson(expr.operand, false), wrapped);
    case 'operation':
      return operationJson(expr.op, nodeJson(expr.left, false), nodeJson(expr.right, false), wrapped);
    case 'min_of':
    case 'max_of':
      return operationJson(expr.kind, nodeJson(expr.left, false), nodeJson(expr.right, false), wrapped);
  }
}

function operationJson(op: string, lhs: Json | null, rhs: Json | null, wrapped: boolean): Json {
  return { type: 'durationExpr', op, lhs, rhs, wrapped };
}
