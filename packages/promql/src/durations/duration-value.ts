import type { DurationExpr, DurationOperation } from '@telltale/model';
import { MAX_DURATION_MS } from '@telltale/model';
import type { QueryTimes } from './query-times.ts';

/** Refuses a duration because of one of its parts. */
export type DurationFault = (part: DurationExpr, reason: string) => never;

/** Where the value of a duration may lie. */
export type DurationSign = 'positive' | 'any sign';

/**
 * The milliseconds of a duration, cut to whole ones as Prometheus does; `undefined` where it depends on
 * the query and `times` are not known yet.
 */
export function durationMs(
  expr: DurationExpr,
  sign: DurationSign,
  times: QueryTimes | undefined,
  fault: DurationFault,
): number | undefined {
  const seconds = secondsOf(expr, times, fault);
  if (seconds === undefined) return undefined;
  if (!Number.isFinite(seconds)) fault(expr, 'duration is NaN or infinite');
  if (sign === 'positive' && seconds <= 0)
    fault(expr, `duration must be greater than 0${tellValue(expr, seconds)}`);
  if (Math.abs(seconds * 1000) > MAX_DURATION_MS) fault(expr, 'duration out of range');
  return Math.trunc(seconds * 1000);
}

function tellValue(expr: DurationExpr, seconds: number): string {
  return expr.kind === 'literal' ? '' : `, this one is ${seconds}s`;
}

function secondsOf(
  expr: DurationExpr,
  times: QueryTimes | undefined,
  fault: DurationFault,
): number | undefined {
  switch (expr.kind) {
    case 'literal':
      return expr.seconds;
    case 'step':
      return times && times.stepMs / 1000;
    case 'range':
      return times && (times.endMs - times.startMs) / 1000;
    case 'paren':
      return secondsOf(expr.operand, times, fault);
    case 'sign': {
      const seconds = secondsOf(expr.operand, times, fault);
      return seconds !== undefined && expr.op === '-' ? -seconds : seconds;
    }
    default: {
      const left = secondsOf(expr.left, times, fault);
      const right = secondsOf(expr.right, times, fault);
      if (expr.kind === 'operation' && right === 0) refuseZero(expr, fault);
      if (left === undefined || right === undefined) return undefined;
      if (expr.kind === 'operation') return compute(expr.op, left, right);
      return expr.kind === 'min_of' ? Math.min(left, right) : Math.max(left, right);
    }
  }
}

function refuseZero(expr: DurationOperation, fault: DurationFault): void {
  if (expr.op === '/') fault(expr, 'division by zero in a duration');
  if (expr.op === '%') fault(expr, 'modulo by zero in a duration');
}

function compute(op: DurationOperation['op'], left: number, right: number): number {
  switch (op) {
    case '+':
      return left + right;
    case '-':
      return left - right;
    case '*':
      return left * right;
    case '/':
      return left / right;
    case '%':
      return left % right;
    case '^':
      return left ** right;
  }
}
