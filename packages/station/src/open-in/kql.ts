import type { FieldOperator, LogFilter } from '@telltale/model';
import { SEVERITY_NAMES, decimalNumber, ecsFieldName, globPieces } from '@telltale/model';

/** A query of Kibana's language. */
export interface KibanaQuery {
  /** Empty for everything. */
  readonly text: string;
  /** Whether it finds the same; otherwise it finds more. */
  readonly isExact: boolean;
}

const EVERYTHING: KibanaQuery = { text: '', isExact: true };
/** What cannot be said, and is left out. */
const UNKNOWN: KibanaQuery = { text: '', isExact: false };
const NUMBERS_OF_NAME = 4;

/** What finds in Kibana the log records that were forwarded there; parts that its language cannot say are left out. */
export function kibanaQueryOf(filter: LogFilter | undefined): KibanaQuery {
  return filter ? queryOf(filter) : EVERYTHING;
}

function queryOf(filter: LogFilter): KibanaQuery {
  switch (filter.kind) {
    case 'and':
      return allOf(filter.filters.map(queryOf));
    case 'or':
      return anyOf(filter.filters.map(queryOf));
    case 'not':
      return not(queryOf(filter.filter));
    case 'text':
      return filter.text === '' ? EVERYTHING : exact(`message: ${quoted(filter.text)}`);
    case 'regexp':
      return UNKNOWN;
    case 'severity':
      return severityQuery(filter.atLeast);
    case 'has':
      return exact(`${fieldName(filter.field)}: *`);
    case 'field':
      return fieldQuery(fieldName(filter.field), filter.operator, filter.value);
  }
}

function allOf(queries: readonly KibanaQuery[]): KibanaQuery {
  const texts = queries.flatMap(({ text }) => (text === '' ? [] : [text]));
  const isExact = queries.every((query) => query.isExact);
  return { text: texts.length > 1 ? texts.map(bracketed).join(' and ') : (texts[0] ?? ''), isExact };
}

/** One that finds everything makes all of them find everything. */
function anyOf(queries: readonly KibanaQuery[]): KibanaQuery {
  if (queries.length === 0) return exact('not *');
  const isExact = queries.every((query) => query.isExact);
  if (queries.some(({ text }) => text === '')) return { text: '', isExact };
  const texts = queries.map(({ text }) => text);
  return { text: texts.length > 1 ? texts.map(bracketed).join(' or ') : texts[0], isExact };
}

/** The opposite of what finds more would find less. */
function not({ text, isExact }: KibanaQuery): KibanaQuery {
  if (!isExact) return UNKNOWN;
  return exact(text === '' ? 'not *' : `not ${bracketed(text)}`);
}

function severityQuery(atLeast: number): KibanaQuery {
  if (atLeast <= 0) return EVERYTHING;
  const names = SEVERITY_NAMES.filter((_, index) => (index + 1) * NUMBERS_OF_NAME >= atLeast);
  const isExact = (atLeast - 1) % NUMBERS_OF_NAME === 0;
  return { text: `log.level: (${names.join(' or ')})`, isExact };
}

function fieldQuery(field: string, operator: FieldOperator, value: string): KibanaQuery {
  switch (operator) {
    case '=':
      return exact(value === '' ? `not ${field}: *` : `${field}: ${quoted(value)}`);
    case '!=':
      return exact(value === '' ? `${field}: *` : `not ${field}: ${quoted(value)}`);
    case '=~':
      return patternQuery(field, value);
    case '!~':
      return not(patternQuery(field, value));
    default:
      return Number.isNaN(decimalNumber(value))
        ? exact('not *')
        : exact(`${field} ${operator} ${value.trim()}`);
  }
}

/** Of regular expressions, its language has the stars: `pay*`, which stands for `pay.*`. */
function patternQuery(field: string, pattern: string): KibanaQuery {
  const pieces = globPieces(pattern);
  return pieces ? exact(`${field}: ${pieces.map(escaped).join('*')}`) : UNKNOWN;
}

/** Where forwarding puts a field. */
function fieldName(field: string): string {
  return escaped(ecsFieldName(field));
}

function exact(text: string): KibanaQuery {
  return { text, isExact: true };
}

function bracketed(text: string): string {
  return `(${text})`;
}

function quoted(text: string): string {
  return `"${text.replaceAll('\\', '\\\\').replaceAll('"', '\\"')}"`;
}

/** Letters that mean something outside of quotes. */
function escaped(name: string): string {
  return name.replaceAll(/[\\():<>"*{}\s]/g, (letter) => `\\${letter}`);
}
