import { formatDuration } from '../time/duration.ts';
import type { DurationExpr, DurationOperation } from './duration-expr.ts';

const PRECEDENCE: Readonly<Record<DurationOperation['op'], number>> = {
  '+': 1,
  '-': 1,
  '*': 2,
  '/': 2,
  '%': 2,
  '^': 4,
};
const SIGN_PRECEDENCE = 3;
const UNIT_PRECEDENCE = 5;

/** Prints arithmetic over durations; parentheses are added only where precedence demands them. */
export function printDurationExpr(expr: DurationExpr): string {
  switch (expr.kind) {
    case 'literal':
      return printLiteral(expr.seconds, expr.units);
    case 'step':
    case 'range':
      return `${expr.kind}()`;
    case 'min_of':
    case 'max_of':
      return `${expr.kind}(${printDurationExpr(expr.left)}, ${printDurationExpr(expr.right)})`;
    case 'paren':
      return `(${printDurationExpr(expr.operand)})`;
    case 'sign':
      return expr.op + printAbove(expr.operand, SIGN_PRECEDENCE);
    case 'operation':
      return printOperation(expr);
  }
}

/** Prints what follows `offset`: there only a sign may stand in front of one unit. */
export function printOffsetExpr(expr: DurationExpr): string {
  if (expr.kind === 'sign') return expr.op + printOffsetExpr(expr.operand);
  const text = printDurationExpr(expr);
  return expr.kind === 'operation' ? `(${text})` : text;
}

function printOperation({ op, left, right }: DurationOperation): string {
  const own = PRECEDENCE[op];
  // All operators associate to the left, `^` to the right.
  const [leftFloor, rightFloor] = op === '^' ? [own, own - 0.5] : [own - 0.5, own];
  return `${printAbove(left, leftFloor)} ${op} ${printAbove(right, rightFloor)}`;
}

function printAbove(expr: DurationExpr, floor: number): string {
  const text = printDurationExpr(expr);
  return precedenceOf(expr) > floor ? text : `(${text})`;
}

function precedenceOf(expr: DurationExpr): number {
  if (expr.kind === 'operation') return PRECEDENCE[expr.op];
  return expr.kind === 'sign' ? SIGN_PRECEDENCE : UNIT_PRECEDENCE;
}

/** Prints seconds with units where they are whole milliseconds, else as a number. */
function printLiteral(seconds: number, units: boolean): string {
  const ms = Math.round(seconds * 1000);
  if (units && ms / 1000 === seconds) return formatDuration(ms);
  return String(seconds);
}
