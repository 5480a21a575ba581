import type { FieldOperator, LogFilter } from '@telltale/model';
import { SEVERITY_NAMES, decimalNumber, ecsFieldName, globPieces } from '@telltale/model';

const NUMBERS_OF_NAME = 4;
const VARIABLE = /^\$(?:\{(\w+)\}|(\w+))$/;

/**
 * What finds log records in Elasticsearch, in Lucene's language. `undefined` where the language cannot say it:
 * regular expressions over a message, levels between those with a name, fields of the program.
 */
export function luceneOf(filter: LogFilter): string | undefined {
  switch (filter.kind) {
    case 'and':
      return joined(filter.filters, ' AND ', '*:*');
    case 'or':
      return joined(filter.filters, ' OR ', 'NOT *:*');
    case 'not':
      return negated(luceneOf(filter.filter));
    case 'text':
      return filter.text === '' ? '*:*' : `message:${quoted(filter.text)}`;
    case 'regexp':
      return undefined;
    case 'severity':
      return severity(filter.atLeast);
    case 'has':
      return named(filter.field, (field) => `_exists_:${field}`);
    case 'field':
      return named(filter.field, (field) => comparison(field, filter.operator, filter.value));
  }
}

function joined(filters: readonly LogFilter[], word: string, none: string): string | undefined {
  const texts = filters.map(luceneOf);
  if (texts.length === 0) return none;
  return texts.includes(undefined) ? undefined : `(${texts.join(word)})`;
}

/** Alone, Lucene's `NOT` finds nothing. */
function negated(text: string | undefined): string | undefined {
  return text === undefined ? undefined : `(*:* AND NOT ${text})`;
}

function named(field: string, say: (name: string) => string | undefined): string | undefined {
  return field.startsWith('resource.') ? undefined : say(escaped(ecsFieldName(field)));
}

function severity(atLeast: number): string | undefined {
  if (atLeast <= 0) return '*:*';
  if ((atLeast - 1) % NUMBERS_OF_NAME !== 0) return undefined;
  const names = SEVERITY_NAMES.filter((_, index) => index * NUMBERS_OF_NAME + 1 >= atLeast);
  return `log.level:(${names.join(' OR ')})`;
}

function comparison(field: string, operator: FieldOperator, value: string): string | undefined {
  switch (operator) {
    case '=':
      return value === '' ? negated(`_exists_:${field}`) : `${field}:${valueText(value)}`;
    case '!=':
      return value === '' ? `_exists_:${field}` : negated(`${field}:${valueText(value)}`);
    case '=~':
      return pattern(field, value);
    case '!~':
      return negated(pattern(field, value));
    default:
      return Number.isNaN(decimalNumber(value)) ? undefined : `${field}:${operator}${value.trim()}`;
  }
}

/** Of regular expressions, its stars: `pay*`, which stands for `pay.*`. */
function pattern(field: string, value: string): string | undefined {
  const pieces = globPieces(value);
  return pieces && `${field}:${pieces.map(escaped).join('*')}`;
}

/** A variable is written by Grafana, quoted for Lucene; several values as alternatives. */
function valueText(value: string): string {
  const variable = VARIABLE.exec(value);
  return variable ? `\${${variable[1] ?? variable[2]}:lucene}` : quoted(value);
}

function quoted(text: string): string {
  return `"${text.replaceAll('\\', '\\\\').replaceAll('"', '\\"')}"`;
}

/** Letters that mean something outside of quotes. */
function escaped(name: string): string {
  return name.replaceAll(/[-+=&|><!(){}[\]^"~*?:\\/\s]/g, (letter) => `\\${letter}`);
}
