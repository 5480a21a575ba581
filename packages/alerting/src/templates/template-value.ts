import type { LabelSet } from '@telltale/model';
import { formatGoFloat } from './go-number-format.ts';

/** What an expression of a template can be: a Go float is a number, a Go integer a bigint. */
export type TemplateValue = string | number | bigint | boolean | LabelSet | TemplateData;

/** The dot of a template. */
export interface TemplateData {
  readonly labels: LabelSet;
  readonly value: number;
  readonly externalLabels: LabelSet;
  readonly externalUrl: string;
}

/** Go's truth: neither zero nor empty. */
export function isTruthy(value: TemplateValue): boolean {
  if (typeof value === 'object') return 'size' in value ? value.size > 0 : true;
  return Boolean(value) || Number.isNaN(value);
}

/** Prints a value as Go's `%v` does. */
export function printValue(value: TemplateValue): string {
  if (typeof value === 'number') return formatGoFloat(value);
  if (typeof value !== 'object') return String(value);
  if (!('size' in value)) return `{${printValue(value.labels)} ${formatGoFloat(value.value)}}`;
  return `map[${[...value.entries()].map(([name, text]) => `${name}:${text}`).join(' ')}]`;
}

/** The name of a value's type in Go, for error messages. */
export function goType(value: TemplateValue): string {
  switch (typeof value) {
    case 'string':
      return 'string';
    case 'number':
      return 'float64';
    case 'bigint':
      return 'int';
    case 'boolean':
      return 'bool';
    default:
      return 'size' in value ? 'map[string]string' : 'struct';
  }
}
