import type { FieldOperator } from '../search/field-operator.ts';
import type { SearchText } from '../search/search-term.ts';
import type { LogFilter } from './log-filter.ts';
import { SEVERITY_NAMES, parseSeverity, severityNumber } from './severity.ts';

const HIGHEST = 24;
/** How far the words are apart. */
const NUMBERS_OF_NAME = 4;

/**
 * What a condition on the level means: `error` is that word, `>=warn` all that is at least as severe. Numbers are
 * OpenTelemetry's, 1 to 24. A text says what is wrong; nothing says that it is a condition like any other.
 */
export function parseLevelCondition(
  operator: FieldOperator,
  value: SearchText,
): LogFilter | string | undefined {
  if (operator === '=~' || operator === '!~' || value.pieces.length > 1) return undefined;
  const name = parseSeverity(value.text);
  if (operator === '=' || operator === '!=') {
    return name ? { kind: 'field', field: 'level', operator, value: name } : unknown(value);
  }
  const number = Number(value.text);
  const isNumber = Number.isInteger(number) && number >= 1 && number <= HIGHEST;
  if (!name && !isNumber) return unknown(value);
  const lowest = name ? severityNumber(name) : number;
  const next = lowest + (name ? NUMBERS_OF_NAME : 1);
  switch (operator) {
    case '>=':
      return atLeast(lowest);
    case '>':
      return next > HIGHEST ? `nothing is more severe than ${value.text}` : atLeast(next);
    case '<':
      return below(lowest);
    case '<=':
      return next > HIGHEST ? atLeast(1) : below(next);
  }
}

function atLeast(severity: number): LogFilter {
  return { kind: 'severity', atLeast: severity };
}

/** Records of no known severity are neither above nor below. */
function below(severity: number): LogFilter {
  return { kind: 'and', filters: [atLeast(1), { kind: 'not', filter: atLeast(severity) }] };
}

function unknown({ text }: SearchText): string {
  return `"${text}" is no level: write ${SEVERITY_NAMES.join(', ')}, or what other loggers call them`;
}
