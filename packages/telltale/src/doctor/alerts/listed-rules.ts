import { fieldsOf, listOf, textOf, textsOf } from '../../server/json-fields.ts';
import type { PrometheusClient } from '../../server/prometheus-client.ts';

/** An alert as a server evaluates it. */
export interface ListedRule {
  readonly name: string;
  readonly group: string;
  readonly query: string;
  readonly forMs: number;
  readonly state: string;
  readonly health: string;
  readonly lastError: string;
  /** NaN before the first evaluation. */
  readonly lastEvaluationMs: number;
  readonly intervalMs: number;
  readonly labels: Readonly<Record<string, string>>;
  readonly alerts: readonly ListedAlert[];
}

/** A pending or firing alert. */
export interface ListedAlert {
  readonly state: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly activeAtMs: number;
}

/** The alerts that a server evaluates; `undefined` where it does not tell. */
export async function listedRules(client: PrometheusClient): Promise<readonly ListedRule[] | undefined> {
  const data = await client.optional('rules?type=alert');
  if (data === undefined) return undefined;
  return listOf(fieldsOf(data).groups).flatMap((group) =>
    listOf(group.rules).map((rule) => ({
      name: textOf(rule.name),
      group: textOf(group.name),
      query: textOf(rule.query),
      forMs: Number(rule.duration ?? 0) * 1000,
      state: textOf(rule.state),
      health: textOf(rule.health),
      lastError: textOf(rule.lastError),
      lastEvaluationMs: momentOf(textOf(rule.lastEvaluation)),
      intervalMs: Number(group.interval ?? 60) * 1000,
      labels: textsOf(rule.labels),
      alerts: listOf(rule.alerts).map((alert) => ({
        state: textOf(alert.state),
        labels: textsOf(alert.labels),
        activeAtMs: Date.parse(textOf(alert.activeAt)),
      })),
    })),
  );
}

/** Prometheus writes the year 1 for never. */
function momentOf(text: string): number {
  const ms = Date.parse(text);
  return ms > 0 ? ms : Number.NaN;
}

/** The labels with which a rule's alerts go on their way: of those that there are, else what is known beforehand. */
export function labelsOf({ name, labels, alerts }: ListedRule): readonly Readonly<Record<string, string>>[] {
  const active = alerts.map((alert) => ({ ...alert.labels, alertname: name }));
  return active.length > 0 ? active : [{ ...labels, alertname: name }];
}
