import { printComparison } from '../search/comparison.ts';
import { printSearchName, printSearchValue } from '../search/print-search.ts';
import type { SpanCondition, TraceQuery } from './trace-query.ts';

/** Names that mean a part of a span; in quotes they are attributes like any other. */
const PARTS: ReadonlySet<string> = new Set(['service', 'operation', 'status', 'duration']);

/** A query for traces as a text that `parseTraceQuery` reads as the same query. */
export function printTraceQuery(query: TraceQuery): string {
  const { service, operation, status, minDurationMs, maxDurationMs, conditions = [] } = query;
  return [
    ...(service === undefined ? [] : [`service:${printSearchValue(service)}`]),
    ...(operation === undefined ? [] : [`operation:${printSearchValue(operation)}`]),
    ...(status === undefined ? [] : [`status:${status}`]),
    ...(minDurationMs === undefined ? [] : [`duration>=${minDurationMs}ms`]),
    ...(maxDurationMs === undefined ? [] : [`duration<=${maxDurationMs}ms`]),
    ...conditions.map(printCondition),
  ].join(' ');
}

function printCondition(condition: SpanCondition): string {
  const { field, operator, value } = condition;
  const name = printSearchName(field, PARTS.has(field));
  return operator === '!=' && value === '' ? `${name}:*` : printComparison(name, condition);
}
