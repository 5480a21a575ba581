import type { QueryService, Route } from '@telltale/model';
import { LabelSet, TelltaleError, formatDuration } from '@telltale/model';
import type { KnownAlert } from '../../alerts/known-alert.ts';
import type { NotificationRecord } from '../../delivery/notification-record.ts';
import type { NotifierConfiguration } from '../../notifier/notifier-configuration.ts';
import { compileRouteTree, matchRoutes } from '../../routing/route-tree.ts';
import type { RuleStatus } from '../../rules/rule-evaluator.ts';
import type { RuleGroupStatus } from '../../rules/rule-group-runner.ts';
import { explainExpression } from './explain-expression.ts';

/** What can keep an alert from being heard of, in the order in which it happens. */
export type AlertHurdle = 'loaded' | 'holds' | 'fires' | 'routed' | 'unmuted' | 'delivered';

/** One hurdle: whether the alert is past it. */
export interface ExplainedHurdle {
  readonly hurdle: AlertHurdle;
  /** `not-reached` are those behind the one that stops it: nothing is known of them. */
  readonly outcome: 'passed' | 'stopped' | 'not-reached';
  /** In words, with figures. */
  readonly detail: string;
}

/** Why an alert is, or is not, heard of now. */
export interface AlertExplanation {
  readonly alertName: string;
  readonly hurdles: readonly ExplainedHurdle[];
}

/** What of a station decides. */
export interface ExplainedStation {
  readonly groups: readonly RuleGroupStatus[];
  readonly configuration: NotifierConfiguration;
  readonly alerts: readonly KnownAlert[];
  /** Attempts to deliver, newest first. */
  readonly notifications: readonly NotificationRecord[];
  readonly query: QueryService;
  /** Host and port of the server that evaluates the rules, where that is not the station. */
  readonly evaluatedBy?: string;
  readonly nowMs: number;
}

type Judgement = Omit<ExplainedHurdle, 'hurdle'>;

const passed = (detail: string): Judgement => ({ outcome: 'passed', detail });
const stopped = (detail: string): Judgement => ({ outcome: 'stopped', detail });

/**
 * Why an alert is not heard of: is the rule evaluated, does its condition hold, is it still pending, does a route
 * lead to anybody, is it silenced, inhibited or muted, was it delivered. The first hurdle that stops it is the answer.
 *
 * @throws TelltaleError TT_UNKNOWN_ALERT
 */
export async function explainAlert(alertName: string, station: ExplainedStation): Promise<AlertExplanation> {
  const found = findRule(alertName, station);
  const hurdles: ExplainedHurdle[] = [];
  const steps: readonly (readonly [AlertHurdle, () => Judgement | Promise<Judgement>])[] = [
    ['loaded', () => explainLoading(found)],
    ['holds', () => explainCondition(found.status, station)],
    ['fires', () => explainPending(found.status, station)],
    ['routed', () => explainRouting(found.status, station)],
    ['unmuted', () => explainMuting(alertName, station)],
    ['delivered', () => explainDelivery(alertName, found.status, station)],
  ];
  for (const [hurdle, judge] of steps) {
    const isStopped = hurdles.some(({ outcome }) => outcome === 'stopped');
    hurdles.push({ hurdle, ...(isStopped ? { outcome: 'not-reached', detail: '' } : await judge()) });
  }
  return { alertName, hurdles };
}

interface FoundRule {
  readonly group: RuleGroupStatus;
  readonly status: RuleStatus;
}

/** Of several rules of one name, such as two severities, the one that is furthest. */
function findRule(alertName: string, { groups, evaluatedBy }: ExplainedStation): FoundRule {
  const order = ['inactive', 'pending', 'firing'];
  const found = groups.flatMap((group) =>
    group.rules.flatMap((status) =>
      status.rule.kind === 'alerting' && status.rule.name === alertName ? [{ group, status }] : [],
    ),
  );
  const [furthest] = found.toSorted((a, b) => order.indexOf(b.status.state) - order.indexOf(a.status.state));
  if (furthest !== undefined) return furthest;
  const names = groups.flatMap(({ rules }) =>
    rules.flatMap(({ rule }) => (rule.kind === 'alerting' ? [rule.name] : [])),
  );
  throw new TelltaleError(
    'TT_UNKNOWN_ALERT',
    `No rule named ${JSON.stringify(alertName)} is evaluated ${evaluatedBy === undefined ? 'here' : `by ${evaluatedBy}`}.`,
    {
      fix: `Alerts that are: ${[...new Set(names)].join(', ') || 'none'}.`,
    },
  );
}

function explainLoading({ group, status }: FoundRule): Judgement {
  const every = formatDuration(group.intervalMs);
  const where = `in the group ${group.name}, evaluated every ${every}`;
  if (status.health === 'err') return stopped(`${where}, and its evaluation fails: ${status.lastError}`);
  if (status.lastEvaluationMs === undefined) return stopped(`${where}, and not evaluated yet`);
  const missed = group.missedEvaluations > 0 ? `; ${group.missedEvaluations} evaluations were missed` : '';
  return passed(`${where}, last at ${timeText(status.lastEvaluationMs)}${missed}`);
}

async function explainCondition(status: RuleStatus, { query, nowMs }: ExplainedStation): Promise<Judgement> {
  const { expr, query: text } = status.rule;
  // As it was written: another server may speak more than PromQL.
  const { value } = await query.instant(text, nowMs);
  const count = value.type === 'vector' ? value.samples.length : 1;
  if (count > 0) return passed(`the condition holds for ${count} series`);
  if (status.state === 'firing') return passed('it does not hold any more; keep_firing_for keeps it firing');
  return stopped(await explainExpression(expr, query, nowMs));
}

function explainPending(status: RuleStatus, { nowMs }: ExplainedStation): Judgement {
  const { rule, alerts } = status;
  if (rule.kind !== 'alerting') return passed('');
  const firing = alerts.filter(({ state }) => state === 'firing');
  if (firing.length > 0)
    return passed(
      `firing since ${timeText(Math.min(...firing.map(({ activeAtMs }) => activeAtMs + rule.forMs)))}`,
    );
  const since = Math.min(...alerts.map(({ activeAtMs }) => activeAtMs));
  if (alerts.length === 0) return stopped('it holds, and the next evaluation will see it');
  const leftMs = Math.max(0, since + rule.forMs - nowMs);
  return stopped(
    `pending since ${timeText(since)}: it fires after ${formatDuration(rule.forMs)}, in ${formatDuration(Math.ceil(leftMs / 1000) * 1000)}`,
  );
}

function explainRouting(status: RuleStatus, { configuration }: ExplainedStation): Judgement {
  const routes = routesOf(status, configuration);
  const receivers = [...new Set(routes.map(({ receiver }) => receiver))].filter((name) => name !== '');
  if (receivers.length > 0) return passed(`to ${receivers.join(', ')}`);
  return stopped(
    configuration.receivers.length === 0
      ? 'there are no receivers: add receivers and routes to the definition'
      : 'the route that takes it leads to nobody',
  );
}

function routesOf(status: RuleStatus, configuration: NotifierConfiguration): readonly Route[] {
  const { route, receivers, timeIntervals = [] } = configuration;
  const root = compileRouteTree(route, {
    receivers: new Set(receivers.map(({ name }) => name)),
    timeIntervals: new Set(timeIntervals.map(({ name }) => name)),
  });
  const labels = status.alerts.map((alert) => LabelSet.of(alert.labels));
  return labels.flatMap((set) => matchRoutes(root, set)).map((node) => node.route);
}

function explainMuting(alertName: string, { alerts, evaluatedBy }: ExplainedStation): Judgement {
  const known = alerts.filter(({ update }) => update.labels.get('alertname') === alertName);
  if (known.length === 0) {
    return stopped(
      evaluatedBy === undefined
        ? 'it was not handed on yet: the next evaluation does'
        : `${evaluatedBy} has not told this station: it is one of its Alertmanagers only where its configuration says so`,
    );
  }
  const free = known.filter(({ state }) => state !== 'suppressed');
  if (free.length > 0)
    return passed(
      free.length === known.length ? 'nothing mutes it' : `${free.length} of ${known.length} alerts are not`,
    );
  return stopped([...new Set(known.flatMap(reasonsOf))].join('; '));
}

function reasonsOf({ silencedBy, inhibitedBy, mutedBy }: KnownAlert): readonly string[] {
  return [
    ...silencedBy.map((id) => `silenced by ${id}`),
    ...(inhibitedBy.length > 0 ? [`inhibited by ${inhibitedBy.length} firing alerts`] : []),
    ...mutedBy.map((name) => `muted by the time interval ${name}`),
  ];
}

function explainDelivery(alertName: string, status: RuleStatus, station: ExplainedStation): Judgement {
  const firingSinceMs = Math.min(...status.alerts.map(({ activeAtMs }) => activeAtMs));
  const attempts = station.notifications.filter(
    ({ alertNames, status: told, atMs }) =>
      told === 'firing' && alertNames.includes(alertName) && atMs >= firingSinceMs,
  );
  const delivered = attempts.find(({ outcome }) => outcome === 'delivered');
  if (delivered) return passed(`to ${delivered.receiver} at ${timeText(delivered.atMs)}`);
  const [last] = attempts;
  if (last !== undefined) {
    const what = last.outcome === 'retrying' ? 'is tried again' : 'was refused';
    return stopped(`the message to ${last.receiver} ${what} after ${last.attempts} attempts: ${last.error}`);
  }
  const waitMs = Math.max(
    0,
    ...routesOf(status, station.configuration).map(({ groupWaitMs }) => groupWaitMs),
  );
  return stopped(`nothing was sent yet: a new group waits ${formatDuration(waitMs)} for more alerts`);
}

function timeText(ms: number): string {
  return new Date(ms).toISOString().replace(/\.\d+Z$/, 'Z');
}
