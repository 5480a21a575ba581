import type { FieldOperator } from '@telltale/model';
import { decimalNumber } from '@telltale/model';
import type { FieldSql } from './attribute-sql.ts';
import type { SqlParameters } from './sql-parameters.ts';

/** What is true of every row, and of none. */
export const TRUE = '1';
export const FALSE = '0';

/** What `decimalNumber` reads. */
const DECIMAL = String.raw`^\\s*([+-]?(?:[0-9]+\\.?[0-9]*|\\.[0-9]+)(?:[eE][+-]?[0-9]+)?)\\s*$`;

/** The comparison of a field's text with a value, as `compileFieldTest` means it. */
export function conditionSql(
  field: FieldSql,
  operator: FieldOperator,
  value: string,
  parameters: SqlParameters,
): string {
  const { text } = field;
  switch (operator) {
    case '=': {
      const isEqual = `${text} = ${parameters.text(value)}`;
      if (value === '' || !field.narrowed) return isEqual;
      const narrowed = field.narrowed(value);
      return narrowed === isEqual ? isEqual : `(${narrowed} AND ${isEqual})`;
    }
    case '!=':
      return `${text} != ${parameters.text(value)}`;
    case '=~':
      return wholeMatchSql(text, value, parameters);
    case '!~':
      return `NOT ${wholeMatchSql(text, value, parameters)}`;
    default:
      return numberSql(text, operator, value, parameters);
  }
}

/** Something in the text matches; a dot is no end of a line. */
export function partMatchSql(text: string, pattern: string, parameters: SqlParameters): string {
  return `match(${text}, ${parameters.text(`(?-s)${pattern}`)})`;
}

/** The whole text matches; a dot is any character. */
function wholeMatchSql(text: string, pattern: string, parameters: SqlParameters): string {
  return `match(${text}, ${parameters.text(`^(?s:${pattern})$`)})`;
}

function numberSql(
  text: string,
  operator: '<' | '<=' | '>' | '>=',
  value: string,
  parameters: SqlParameters,
): string {
  const limit = decimalNumber(value);
  if (Number.isNaN(limit)) return FALSE;
  const number = `toFloat64OrNull(extract(${text}, '${DECIMAL}'))`;
  return `ifNull(${number} ${operator} ${parameters.add('Float64', limit)}, 0)`;
}
