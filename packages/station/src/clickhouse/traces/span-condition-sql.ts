import type { SpanCondition, TraceQuery } from '@telltale/model';
import { compileFieldTest } from '@telltale/model';
import { compileRegexp } from '@telltale/storage';
import { attributeSql } from '../sql/attribute-sql.ts';
import { conditionSql } from '../sql/condition-sql.ts';
import { isServiceSql, resourceSql } from '../sql/resource-sql.ts';
import type { SqlParameters } from '../sql/sql-parameters.ts';
import { nanosecondsOf } from '../sql/time-sql.ts';
import { spellingsSql } from './span-rows.ts';

/** The conditions that a span of a wanted trace fulfils. */
export function spanConditionsSql(query: TraceQuery, parameters: SqlParameters): string[] {
  const { service, operation, status, minDurationMs, maxDurationMs = Infinity } = query;
  const conditions: string[] = [];
  if (service !== undefined) conditions.push(isServiceSql(service, parameters));
  if (operation !== undefined) conditions.push(`SpanName = ${parameters.text(operation)}`);
  if (status !== undefined) conditions.push(`StatusCode IN ${spellingsSql(status)}`);
  if (minDurationMs !== undefined) {
    conditions.push(`Duration >= ${parameters.add('Int64', nanosecondsOf(minDurationMs))}`);
  }
  if (maxDurationMs < Infinity) {
    // Digits below the microsecond are not seen.
    const limit = nanosecondsOf(maxDurationMs) + 1000n;
    conditions.push(`Duration < ${parameters.add('Int64', limit)}`);
  }
  for (const condition of query.conditions ?? [])
    conditions.push(attributeConditionSql(condition, parameters));
  return conditions;
}

function attributeConditionSql({ field, operator, value }: SpanCondition, parameters: SqlParameters): string {
  // Says what is wrong with a pattern in the words of every store.
  compileFieldTest(operator, value, compileRegexp);
  const attribute = resourceSql(field, parameters) ?? attributeSql('SpanAttributes', field, parameters);
  return `(${conditionSql(attribute, operator, value, parameters)})`;
}
