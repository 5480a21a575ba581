import { TemplateError } from '@telltale/formats';
import { printValue } from './print-value.ts';
import { goType, isGoObject } from './template-value.ts';
import type { TemplateValue } from './template-value.ts';

/** A text, also one that is not escaped. @throws TemplateError for anything else. */
export function asString(value: TemplateValue | undefined): string {
  if (typeof value === 'string') return value;
  if (value === undefined) throw new TemplateError('wrong number of args');
  if (isGoObject(value) && value.kind === 'html') return value.text;
  throw new TemplateError(`wrong type for value; expected string; got ${goType(value)}`);
}

/** Numbers are taken from strings too, as Prometheus' functions do. @throws TemplateError */
export function asNumber(value: TemplateValue | undefined): number {
  if (value === undefined) throw new TemplateError('wrong number of args: want 1 got 0');
  if (typeof value === 'number' || typeof value === 'bigint') return Number(value);
  const number = typeof value === 'string' ? parseFloatText(value) : undefined;
  if (number !== undefined) return number;
  throw new TemplateError(`can't convert ${JSON.stringify(printValue(value))} to a number`);
}

const INFINITE = /^[+-]?inf(?:inity)?$/i;

function parseFloatText(text: string): number | undefined {
  if (/^[+-]?nan$/i.test(text)) return NaN;
  if (INFINITE.test(text)) return text.startsWith('-') ? -Infinity : Infinity;
  if (text === '' || text.trim() !== text || !/^[+-]?[\d.]/.test(text)) return undefined;
  const number = Number(text);
  return Number.isNaN(number) ? undefined : number;
}

/** A position or length. @throws TemplateError for what is no integer. */
export function asInteger(value: TemplateValue | undefined): number {
  if (typeof value === 'bigint') return Number(value);
  throw new TemplateError(
    value === undefined ? 'wrong number of args' : `cannot index with ${goType(value)}`,
  );
}

/** @throws TemplateError unless there are so many arguments. */
export function checkCount(args: readonly TemplateValue[], least: number, most: number = least): void {
  if (args.length >= least && args.length <= most) return;
  const wanted = least === most ? String(least) : `at least ${least}`;
  throw new TemplateError(`wrong number of args: want ${wanted} got ${args.length}`);
}
