import { SEVERITY_NAMES } from '@telltale/model';
import type { LogFilter } from '@telltale/model';
import type { FieldSql } from '../sql/attribute-sql.ts';
import { attributeSql } from '../sql/attribute-sql.ts';
import { FALSE, TRUE, conditionSql, partMatchSql } from '../sql/condition-sql.ts';
import { SERVICE, resourceSql, serviceSql } from '../sql/resource-sql.ts';
import type { SqlParameters } from '../sql/sql-parameters.ts';

/** 1 for `trace` to 6 for `fatal`; 0 where nobody knows. */
export const SEVERITY_INDEX = 'if(SeverityNumber BETWEEN 1 AND 24, intDiv(SeverityNumber + 3, 4), 0)';

const LEVELS = ['', ...SEVERITY_NAMES].map((name) => `'${name}'`).join(', ');

/** A filter as a condition, which says of a row what `compileLogFilter` says of its record. */
export function logFilterSql(filter: LogFilter, parameters: SqlParameters): string {
  switch (filter.kind) {
    case 'and':
    case 'or':
      return joined(filter, parameters);
    case 'not':
      return `NOT (${logFilterSql(filter.filter, parameters)})`;
    case 'text':
      return textSql(filter.text, parameters);
    case 'regexp':
      return partMatchSql('Body', filter.pattern, parameters);
    case 'severity':
      return `SeverityNumber >= ${parameters.add('Int64', filter.atLeast)}`;
    case 'has':
      return logFieldSql(filter.field, parameters).isThere;
    case 'field':
      return conditionSql(logFieldSql(filter.field, parameters), filter.operator, filter.value, parameters);
  }
}

function joined({ kind, filters }: LogFilter & { kind: 'and' | 'or' }, parameters: SqlParameters): string {
  if (filters.length === 0) return kind === 'and' ? TRUE : FALSE;
  const operator = kind === 'and' ? ' AND ' : ' OR ';
  return filters.map((part) => `(${logFilterSql(part, parameters)})`).join(operator);
}

/** Letters beyond ASCII need the tables of Unicode, which take longer. */
// oxlint-disable-next-line no-control-regex
const ASCII = /^[\x00-\x7F]*$/;

function textSql(text: string, parameters: SqlParameters): string {
  if (ASCII.test(text)) return `positionCaseInsensitive(Body, ${parameters.text(text)}) > 0`;
  return `position(lowerUTF8(Body), ${parameters.text(text.toLowerCase())}) > 0`;
}

/** A field by the names of `LogFilter`. */
function logFieldSql(field: string, parameters: SqlParameters): FieldSql {
  switch (field) {
    case SERVICE:
      return serviceSql(parameters);
    case 'logger':
      return column('ScopeName');
    case 'level':
      return { text: `arrayElement([${LEVELS}], ${SEVERITY_INDEX} + 1)`, isThere: `${SEVERITY_INDEX} > 0` };
    case 'message':
      return { text: 'Body', isThere: TRUE };
    case 'trace_id':
      return column('TraceId');
    case 'span_id':
      return column('SpanId');
    default:
      return resourceSql(field, parameters) ?? attributeSql('LogAttributes', field, parameters);
  }
}

/** A column in which an empty text says that there is none. */
function column(name: string): FieldSql {
  return { text: name, isThere: `${name} != ''` };
}
