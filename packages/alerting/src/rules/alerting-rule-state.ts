import { TelltaleError } from '@telltale/model';
import type { AlertingRule, VectorSample } from '@telltale/model';
import type { AlertUpdate } from '../alerts/alert-update.ts';
import type { TemplateQueries } from '../templates/rule-dialect/query-answers.ts';
import type { TemplateEnvironment } from '../templates/rule-dialect/rule-template.ts';
import { createAlertLabeller } from './alert-labeller.ts';
import { checkRuleLimit } from './rule-limit.ts';
import { isSendDue, missAlert, observeAlert } from './tracked-alert.ts';
import type { TrackedAlert, AlertState, Observation } from './tracked-alert.ts';
import type { RuleSample } from './rule-series.ts';

/** A change of an alert's state. */
export interface AlertTransition {
  readonly alertName: string;
  readonly atMs: number;
  readonly to: AlertState;
  readonly labels: Readonly<Record<string, string>>;
  readonly value: number;
}

/** How long a firing alert stays valid without an update: this many resend delays. */
const VALIDITY_FACTOR = 4;

/** The alerts of one rule over time. */
export interface AlertingRuleState {
  /** Present alerts, remembered resolved ones included. */
  readonly alerts: readonly TrackedAlert[];
  /**
   * Takes the result of one evaluation at the time of `queries`, which its templates may ask. Throws `TT_QUERY_EXECUTION`, with the state unchanged, when
   * two series end up with the same labels; `TT_QUERY_LIMIT` for more alerts than the limit, which
   * are all forgotten then, as in Prometheus.
   */
  evaluate(result: readonly VectorSample[], queries: TemplateQueries): Promise<readonly AlertTransition[]>;
  /** `ALERTS` and `ALERTS_FOR_STATE` of the present alerts. */
  samples(): readonly RuleSample[];
  /** The updates that are due, marked as sent. */
  takeUpdates(options: {
    readonly timeMs: number;
    readonly intervalMs: number;
    readonly resendDelayMs: number;
  }): readonly AlertUpdate[];
  /** Continues with the alerts of an earlier process. */
  restore(alerts: readonly TrackedAlert[]): void;
}

/** @param limit Most alerts that may be pending or firing; 0 for no limit. */
export function createAlertingRuleState(
  rule: AlertingRule,
  environment: TemplateEnvironment,
  limit: number,
): AlertingRuleState {
  const label = createAlertLabeller(rule, environment);
  // Prometheus links to a graph of the query; the station has a page for each alert.
  const generatorUrl = `${environment.externalUrl ?? ''}/alerts/${encodeURIComponent(rule.name)}`;
  let active = new Map<string, TrackedAlert>();
  return {
    get alerts() {
      return [...active.values()];
    },
    evaluate: async (result, queries) => {
      const { timeMs } = queries;
      const next = step(rule, active, uniqueByLabels(await label(result, queries)), timeMs);
      const transitions = transitionsBetween(rule.name, active, next, timeMs);
      active = new Map();
      checkRuleLimit(limit, activeCount(next), 'alerts');
      active = next;
      return transitions;
    },
    samples: () => [...active.values()].flatMap(alertSamples),
    takeUpdates: ({ timeMs, intervalMs, resendDelayMs }) => {
      const validUntilMs = timeMs + VALIDITY_FACTOR * Math.max(intervalMs, resendDelayMs);
      const updates: AlertUpdate[] = [];
      for (const [key, alert] of active) {
        if (!isSendDue(alert, resendDelayMs, timeMs)) continue;
        active.set(key, { ...alert, lastSentMs: timeMs });
        updates.push({
          labels: alert.labels,
          annotations: alert.annotations,
          startsAtMs: alert.firedAtMs ?? alert.activeAtMs,
          endsAtMs: alert.resolvedAtMs ?? validUntilMs,
          generatorUrl,
        });
      }
      return updates;
    },
    restore: (alerts) => {
      active = new Map(alerts.map((alert) => [alert.labels.key, alert]));
    },
  };
}

function activeCount(alerts: ReadonlyMap<string, TrackedAlert>): number {
  return [...alerts.values()].filter(({ state }) => state !== 'inactive').length;
}

function step(
  rule: AlertingRule,
  active: ReadonlyMap<string, TrackedAlert>,
  seen: ReadonlyMap<string, Observation>,
  timeMs: number,
): Map<string, TrackedAlert> {
  const next = new Map<string, TrackedAlert>();
  for (const [key, alert] of active) {
    if (seen.has(key)) continue;
    const missed = missAlert(alert, rule, timeMs);
    if (missed) next.set(key, missed);
  }
  for (const [key, observation] of seen) {
    next.set(key, observeAlert(active.get(key), observation, rule, timeMs));
  }
  return next;
}

function transitionsBetween(
  alertName: string,
  before: ReadonlyMap<string, TrackedAlert>,
  after: ReadonlyMap<string, TrackedAlert>,
  atMs: number,
): AlertTransition[] {
  const transitions: AlertTransition[] = [];
  for (const [key, { labels, state: to, value }] of after) {
    if ((before.get(key)?.state ?? 'inactive') !== to) {
      transitions.push({ alertName, atMs, to, labels: labels.toObject(), value });
    }
  }
  for (const [key, { labels, state, value }] of before) {
    if (!after.has(key) && state !== 'inactive') {
      transitions.push({ alertName, atMs, to: 'inactive', labels: labels.toObject(), value });
    }
  }
  return transitions;
}

function uniqueByLabels(observations: readonly Observation[]): Map<string, Observation> {
  const byKey = new Map<string, Observation>();
  for (const observation of observations) {
    const { key } = observation.labels;
    if (byKey.has(key)) {
      throw new TelltaleError(
        'TT_QUERY_EXECUTION',
        `Two series give the same alert ${observation.labels.toString()} after the rule's labels were applied.`,
        { fix: 'Keep a label in the expression that tells the series apart, or remove it from the rule.' },
      );
    }
    byKey.set(key, observation);
  }
  return byKey;
}

function alertSamples(alert: TrackedAlert): RuleSample[] {
  if (alert.state === 'inactive') return [];
  return [
    { labels: alert.labels.with({ __name__: 'ALERTS', alertstate: alert.state }), value: 1 },
    {
      labels: alert.labels.with({ __name__: 'ALERTS_FOR_STATE' }),
      value: Math.floor(alert.activeAtMs / 1000),
    },
  ];
}
