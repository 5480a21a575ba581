import { format } from 'node:util';

/** Whether an argument is a number that can be observed. */
export function isFiniteNumber(value: unknown): value is number {
  return Number.isFinite(value);
}

/** The error for what is no number; `what` says what it was to be. */
export function notANumber(value: unknown, what: 'Value' | 'Delta' = 'Value'): TypeError {
  return new TypeError(`${what} is not a valid number: ${format(value)}`);
}
