import {
  SEVERITY_NAMES,
  TelltaleError,
  closestName,
  parseLogQuery,
  parseSeverity,
  printLogQuery,
  severityNumber,
} from '@telltale/model';
import type { LogFilter } from '@telltale/model';

/** What options say of the records that are wanted. */
export interface LogQueryOptions {
  /** Words of a query; all of it holds. */
  readonly query: readonly string[];
  /** The least severity. */
  readonly level?: string;
  readonly service?: string;
}

/**
 * One query of all that the options say.
 *
 * @throws SearchSyntaxError with the place, or TelltaleError TT_USAGE for an unknown level.
 */
export function logQueryOf({ query, level, service }: LogQueryOptions): string {
  const filters: LogFilter[] = [parseLogQuery(query.join(' '))];
  if (level !== undefined) filters.push({ kind: 'severity', atLeast: severityOption(level) });
  if (service !== undefined) {
    filters.push({ kind: 'field', field: 'service', operator: '=', value: service });
  }
  return printLogQuery({ kind: 'and', filters: filters.filter((one) => !isAll(one)) });
}

function isAll(filter: LogFilter): boolean {
  return filter.kind === 'and' && filter.filters.length === 0;
}

function severityOption(level: string): number {
  const name = parseSeverity(level);
  if (name !== undefined) return severityNumber(name);
  const near = closestName(level.toLowerCase(), SEVERITY_NAMES);
  const hint = near === undefined ? `levels are ${SEVERITY_NAMES.join(', ')}` : `did you mean ${near}?`;
  throw new TelltaleError('TT_USAGE', `there is no level "${level}": ${hint}`);
}
