import { fieldsOf, listOf, textOf } from '../server/json-fields.ts';
import type { PrometheusClient } from '../server/prometheus-client.ts';

/** A rule as a server evaluates it. */
export interface ListedRule {
  readonly group: string;
  readonly intervalSeconds: number;
  readonly isAlert: boolean;
  readonly name: string;
  readonly query: string;
  readonly health: string;
  readonly lastError: string;
  readonly evaluationSeconds: number;
}

/** The rules of a server; none of one that does not tell. */
export async function listedRules(client: PrometheusClient): Promise<readonly ListedRule[]> {
  const data = await client.optional('rules');
  return listOf(fieldsOf(data).groups).flatMap((group) =>
    listOf(group.rules).map((rule) => ({
      group: textOf(group.name),
      intervalSeconds: numberOf(group.interval),
      isAlert: rule.type === 'alerting',
      name: textOf(rule.name),
      query: textOf(rule.query),
      health: textOf(rule.health),
      lastError: textOf(rule.lastError),
      evaluationSeconds: numberOf(rule.evaluationTime),
    })),
  );
}

function numberOf(value: unknown): number {
  return typeof value === 'number' && Number.isFinite(value) ? value : 0;
}
