import { printComparison } from '../search/comparison.ts';
import { printSearchName, printSearchWord } from '../search/print-search.ts';
import type { LogFilter } from './log-filter.ts';
import { SEVERITY_NAMES, severityName, severityNumber } from './severity.ts';

type FieldFilter = Extract<LogFilter, { kind: 'field' }>;

/** How close what is printed stands to what is around it: `OR` is the loosest. */
const LEVELS = { or: 0, and: 1, not: 2 } as const;

/** A filter as a query that `parseLogQuery` reads as the same filter. */
export function printLogQuery(filter: LogFilter): string {
  return print(filter, LEVELS.or);
}

function print(filter: LogFilter, around: number): string {
  switch (filter.kind) {
    case 'and':
    case 'or': {
      const { kind, filters } = filter;
      if (filters.length === 0) return kind === 'and' ? '*' : '-*';
      if (filters.length === 1) return print(filters[0], around);
      const text = filters.map((part) => print(part, LEVELS[kind])).join(kind === 'and' ? ' ' : ' OR ');
      return LEVELS[kind] < around ? `(${text})` : text;
    }
    case 'not':
      return `-${print(filter.filter, LEVELS.not)}`;
    case 'text':
      return printSearchWord(filter.text);
    case 'regexp':
      return filter.pattern === '' ? '*' : printRegexp(filter.pattern);
    case 'severity':
      return `level>=${printSeverity(filter.atLeast)}`;
    case 'has':
      return `${printSearchName(filter.field, isAlias(filter.field))}:*`;
    case 'field':
      return printField(filter);
  }
}

/** A slash would end it. */
function printRegexp(pattern: string): string {
  return `/${pattern.replaceAll(/\\[^]|\//g, (part) => (part === '/' ? String.raw`\/` : part))}/`;
}

function printSeverity(severity: number): string {
  const name = severityName(severity);
  return name !== undefined && severityNumber(name) === severity ? name : String(severity);
}

function printField(filter: FieldFilter): string {
  const { field } = filter;
  const name = printSearchName(field, isAlias(field) || isOddLevel(filter));
  return printComparison(name, filter);
}

function isAlias(field: string): boolean {
  return field === 'trace' || field === 'span';
}

/** Whether a condition on the level is none that is read as one: it needs the quotes of any field. */
function isOddLevel({ field, operator, value }: FieldFilter): boolean {
  if (field !== 'level' || operator === '=~' || operator === '!~') return false;
  return operator !== '=' && operator !== '!=' ? true : !SEVERITY_NAMES.some((name) => name === value);
}
