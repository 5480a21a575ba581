import type { ResolvedDefinition } from '@telltale/definition';
import { formatDuration } from '@telltale/model';
import type { AlertingRule, Route } from '@telltale/model';
import { createToldRoutes } from '../drill/told-routes.ts';
import type { ToldRoutes } from '../drill/told-routes.ts';
import type { FaultAlert } from './alerts-during-fault.ts';
import { inhibitorsOf } from './inhibitors-of.ts';
import type { ProofQuestion, StepResult } from './proof-question.ts';
import { StepFailure } from './proof-question.ts';
import { watchMoments } from './watch-moments.ts';
import type { WatchMoment } from './watch-moments.ts';

/** Alerts of these severities must reach somebody at any time. */
const URGENT: ReadonlySet<string> = new Set(['page', 'critical']);

/**
 * Level 4: the alert is routed to somebody by night and by day, on a working day and on a Sunday, and none of
 * the alerts that fire with it hides it. An urgent one (`page`, `critical`) must reach somebody each time;
 * others may be held back by a time interval, which is remarked. A shadow alert must reach nobody.
 */
export async function reachesReceivers(question: ProofQuestion): Promise<StepResult> {
  const { resolved, rule } = question;
  const alerts = await question.alertsDuringFault();
  const own = alerts.filter(({ alertName }) => alertName === rule.name);
  const told = createToldRoutes(resolved);
  const routes = [...new Set(own.flatMap(({ labels }) => told.of(labels)))];
  if (isShadow(rule)) return nobody(routes);
  if (routes.length === 0) {
    throw new StepFailure('No receiver takes the alert: the definition routes it nowhere.');
  }
  checkInhibition(resolved, own, alerts);
  const remarks = heldBackMoments(routes, told, question);
  return { detail: routes.map(describeRoute).join('; '), remarks };
}

/** Whether the alert is only watched, and told to nobody. */
export function isShadow({ labels }: AlertingRule): boolean {
  return labels['shadow'] === 'true';
}

function nobody(routes: readonly Route[]): StepResult {
  if (routes.length === 0) return { detail: 'a shadow alert: nobody is told, as is meant' };
  const names = routes.map(({ receiver }) => receiver).join(', ');
  throw new StepFailure(`A shadow alert must be told to nobody, but its routes lead to ${names}.`);
}

function checkInhibition(
  resolved: ResolvedDefinition,
  own: readonly FaultAlert[],
  all: readonly FaultAlert[],
): void {
  const inhibitors = own.map((alert) => inhibitorsOf(alert, all, resolved));
  if (inhibitors.some((names) => names.length === 0)) return;
  const names = [...new Set(inhibitors.flat())].join(', ');
  throw new StepFailure(`Nobody is told, because ${names}, which fires on the same fault, inhibits it.`);
}

/** Which routes are silent when; throws where nobody hears of an urgent alert, or nobody ever does. */
function heldBackMoments(
  routes: readonly Route[],
  told: ToldRoutes,
  { resolved, rule, startMs }: ProofQuestion,
): readonly string[] {
  const moments = watchMoments(resolved, startMs);
  const silent = moments.filter((moment) =>
    routes.every((route) => told.heldBackBy(route, moment.timeMs) !== undefined),
  );
  const severity = rule.labels['severity'] ?? '';
  if (silent.length > 0 && (URGENT.has(severity) || silent.length === moments.length)) {
    const [{ timeMs, text }] = silent;
    const intervals = routes.map((route) => told.heldBackBy(route, timeMs)).join(', ');
    const kind = URGENT.has(severity) ? `${severity} ` : '';
    throw new StepFailure(`At ${text} nobody is told of the ${kind}alert: the time interval ${intervals}.`);
  }
  return routes.flatMap((route) => heldBackTexts(route, moments, told));
}

function heldBackTexts(route: Route, moments: readonly WatchMoment[], told: ToldRoutes): readonly string[] {
  const silent = moments.filter(({ timeMs }) => told.heldBackBy(route, timeMs) !== undefined);
  if (silent.length === 0) return [];
  return [`${route.receiver} is not told at ${silent.map(({ text }) => text).join(', ')}`];
}

function describeRoute({ receiver, groupBy, groupWaitMs }: Route): string {
  const groups = groupBy.length === 0 ? 'all in one group' : `grouped by ${groupBy.join(', ')}`;
  return `${receiver} (${groups}, after ${formatDuration(groupWaitMs)})`;
}
