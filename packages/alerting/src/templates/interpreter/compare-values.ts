import { TemplateError } from '@telltale/formats';
import type { TemplateValue } from './template-value.ts';

/**
 * Below, equal or above zero. As in Go, only values of one type can be compared; NaN is neither equal,
 * less nor more.
 *
 * @throws TemplateError
 */
export function compareValues(a: TemplateValue | undefined, b: TemplateValue | undefined): number {
  const [left, right] = [comparable(a), comparable(b)];
  if (typeof left !== typeof right) throw new TemplateError('incompatible types for comparison');
  if (left === right) return 0;
  return left < right ? -1 : left > right ? 1 : NaN;
}

/** Whether two values are equal; nil equals nothing but nil. @throws TemplateError */
export function equalValues(a: TemplateValue | undefined, b: TemplateValue | undefined): boolean {
  if (a === null || b === null) return a === b;
  return compareValues(a, b) === 0;
}

function comparable(value: TemplateValue | undefined): string | number | bigint | boolean {
  if (value === undefined) throw new TemplateError('missing argument for comparison');
  if (value !== null && typeof value === 'object' && 'kind' in value && value.kind === 'html')
    return value.text;
  if (typeof value === 'object') throw new TemplateError('incompatible types for comparison');
  return value;
}
