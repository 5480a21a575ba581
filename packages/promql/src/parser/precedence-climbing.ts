import type { BinaryExpr, Expr, SourceRange } from '@telltale/model';
import type { OperatorToken } from './binary-operator.ts';
import { OPERATOR_PRECEDENCE } from '@telltale/model';
import type { SequenceItem } from './operand-sequence.ts';
import type { ParseContext } from './parse-context.ts';
import { MAX_DEPTH, refuse } from './parse-context.ts';
import { applyModifier } from './selector-modifier.ts';

/** Builds the expression of an infix sequence by PromQL's precedence and associativity. */
export function assemble(context: ParseContext, items: readonly SequenceItem[]): Expr {
  return new Assembler(context, items).expression(OPERATOR_PRECEDENCE.or, 0);
}

class Assembler {
  readonly #context: ParseContext;
  readonly #items: readonly SequenceItem[];
  #at = 0;

  constructor(context: ParseContext, items: readonly SequenceItem[]) {
    this.#context = context;
    this.#items = items;
  }

  expression(minPrecedence: number, depth: number): Expr {
    let left = this.#operand(depth);
    let joined = 0;
    for (;;) {
      const item = this.#items[this.#at];
      if (item?.kind !== 'operator') return left;
      const own = OPERATOR_PRECEDENCE[item.token.op];
      if (own < minPrecedence) return left;
      this.#at++;
      // Each join makes the left side one level deeper.
      this.#limitDepth(depth + ++joined, item.token.source);
      const right = this.expression(item.token.op === '^' ? own : own + 1, depth + 1);
      left = join(left, item.token, right);
    }
  }

  #operand(depth: number): Expr {
    const item = this.#items[this.#at++];
    if (item?.kind === 'sign') {
      this.#limitDepth(depth, item.source);
      // A sign binds like `*`: it takes a power with it, and nothing weaker.
      return withSign(item.op, item.source, this.expression(OPERATOR_PRECEDENCE['^'], depth + 1));
    }
    if (item?.kind !== 'operand') {
      return refuse(this.#context, { start: 0, end: this.#context.query.length }, 'operand expected');
    }
    let expr = item.expr;
    for (let next = this.#items[this.#at]; next?.kind === 'modifier'; next = this.#items[this.#at]) {
      expr = applyModifier(this.#context, expr, next.node);
      this.#at++;
    }
    return expr;
  }

  #limitDepth(depth: number, source: SourceRange): void {
    if (depth > MAX_DEPTH) refuse(this.#context, source, `expression is nested more than ${MAX_DEPTH} deep`);
  }
}

/** A sign in front of a number is part of the number. */
function withSign(op: '+' | '-', at: SourceRange, expr: Expr): Expr {
  const source = { start: at.start, end: expr.source?.end ?? at.end };
  if (expr.kind === 'number') return { ...expr, value: op === '-' ? -expr.value : expr.value, source };
  return { kind: 'unary', op, expr, source };
}

function join(left: Expr, token: OperatorToken, right: Expr): BinaryExpr {
  return {
    kind: 'binary',
    op: token.op,
    left,
    right,
    ...(token.bool ? { bool: true } : {}),
    ...(token.matching ? { matching: token.matching } : {}),
    ...(token.fill ? { fill: token.fill } : {}),
    source: { start: left.source?.start ?? token.source.start, end: right.source?.end ?? token.source.end },
  };
}
