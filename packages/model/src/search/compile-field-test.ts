import type { CompileRegexp } from './compile-regexp.ts';
import { decimalNumber } from './decimal-number.ts';
import type { FieldOperator } from './field-operator.ts';

/** What the comparison of a field's text with a value means. */
export function compileFieldTest(
  operator: FieldOperator,
  value: string,
  compileRegexp: CompileRegexp,
): (text: string) => boolean {
  switch (operator) {
    case '=':
      return (text) => text === value;
    case '!=':
      return (text) => text !== value;
    case '=~':
      return compileRegexp(value, 'whole');
    case '!~': {
      const matches = compileRegexp(value, 'whole');
      return (text) => !matches(text);
    }
    default:
      return compileNumberTest(operator, decimalNumber(value));
  }
}

function compileNumberTest(operator: '<' | '<=' | '>' | '>=', limit: number): (text: string) => boolean {
  switch (operator) {
    case '<':
      return (text) => decimalNumber(text) < limit;
    case '<=':
      return (text) => decimalNumber(text) <= limit;
    case '>':
      return (text) => decimalNumber(text) > limit;
    case '>=':
      return (text) => decimalNumber(text) >= limit;
  }
}
