import type { LogLevel } from '../../format/log-level.ts';
import { quoteLogText } from '../../format/quote-log-text.ts';
import type { FieldFilter, LogsState } from './view-state.ts';

/** Names and values that need no quotes in the language of logs, and mean nothing else. */
const PLAIN_NAME = /^[\p{L}_@$](?:[\p{L}\p{N}_@$./-]*[\p{L}\p{N}_@$])?$/u;
const PLAIN_VALUE = /^[\p{L}\p{N}_@#$%&+,;.][\p{L}\p{N}_@#$%&+,;./:-]*$/u;
/** Short names of other fields, and words that join. */
const SPECIAL_NAMES: ReadonlySet<string> = new Set(['trace', 'span', 'AND', 'OR', 'NOT']);

/** What is chosen, in the language of logs. The level is left out for the counts of all levels. */
export function filterText(
  { levels, service, fields }: Pick<LogsState, 'levels' | 'service' | 'fields'>,
  { withLevels }: { readonly withLevels: boolean } = { withLevels: true },
): string {
  const parts = fields.map(fieldText);
  if (service !== '') parts.unshift(`service:${valueText(service)}`);
  if (withLevels && levels.length > 0) parts.unshift(levelsText(levels));
  return parts.join(' ');
}

/** A condition on one field. */
function fieldText({ field, value, isNot }: FieldFilter): string {
  const name = PLAIN_NAME.test(field) && !SPECIAL_NAMES.has(field) ? field : quoteLogText(field);
  return `${isNot ? '-' : ''}${name}:${valueText(value)}`;
}

/** Records of no known level have none that could be named. */
function levelsText(levels: readonly LogLevel[]): string {
  const named = levels.filter((level) => level !== 'unknown');
  const conditions = named.map((level) => `level:${level}`);
  if (named.length < levels.length) conditions.push('-level>=trace');
  return conditions.length === 1 ? conditions[0] : `(${conditions.join(' OR ')})`;
}

function valueText(value: string): string {
  return PLAIN_VALUE.test(value) ? value : quoteLogText(value);
}
