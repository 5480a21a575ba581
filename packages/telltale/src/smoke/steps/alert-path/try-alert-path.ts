import type { DoctorDetail } from '@telltale/station/contract';
import { plural } from '../../../check/report/plural.ts';
import { skipped } from '../../../doctor/ladder.ts';
import type { StepFinding } from '../../../doctor/ladder.ts';
import { DELIVERY_FIX, testReceivers, trySent } from '../../../doctor/alerts/try-delivery.ts';
import { ROUTE_FIX, tryHandedOn } from '../../../doctor/alerts/try-way.ts';
import { verdictOf } from '../../../doctor/verdict.ts';
import { fixOf } from '../../../doctor/words.ts';
import type { SmokeRound } from '../../facts/smoke-round.ts';
import { alertWays, alertsOfReceivers } from './alert-ways.ts';
import type { RoutedAlert } from './alert-ways.ts';
import { deliverTestAlerts } from './deliver-test-alert.ts';
import { stageOf } from './path-stage.ts';
import type { PathStage } from './path-stage.ts';
import { proveArrival } from './prove-arrival.ts';

/**
 * Whether an alert reaches people: it is handed on, routed to somebody, arrives at a receiver, and what was sent
 * lately was taken. Real receivers are told only where that was asked for.
 */
export async function tryAlertPath(round: SmokeRound): Promise<StepFinding> {
  const names = round.definition.rules.flatMap(({ kind, name }) => (kind === 'alerting' ? [name] : []));
  if (names.length === 0) return skipped('the definition has no alerts');
  const routed = await alertWays(round);
  const stages: PathStage[] = [
    stageOf('handed on', await tryHandedOn(round)),
    routesStage(routed),
    await arrivalStage(round, names, routed),
    await newestStage(round),
    ...(round.deliver ? [await deliveryStage(round, alertsOfReceivers(routed ?? []))] : []),
  ];
  const failing = stages.find(({ details }) => details.some(({ outcome }) => outcome === 'failed'));
  return verdictOf(
    stages.flatMap(({ details }) => details),
    arrivedText(round, stages),
    failing?.fix ?? DELIVERY_FIX,
  );
}

function routesStage(routed: readonly RoutedAlert[] | undefined): PathStage {
  if (routed === undefined) {
    const seen = 'nobody here routes alerts: name the Alertmanager with --alertmanager';
    return { details: [{ title: 'routed', outcome: 'skipped', seen }], fix: ROUTE_FIX };
  }
  const lost = routed.filter(({ way }) => way.receivers.length === 0);
  const receivers = [...alertsOfReceivers(routed).keys()].join(', ');
  const details: readonly DoctorDetail[] =
    lost.length > 0
      ? lost.map(({ name }) => ({
          title: name,
          outcome: 'failed',
          seen: 'the route that takes it leads to nobody',
        }))
      : [{ title: 'routed', outcome: 'ok', seen: `${plural(routed.length, 'alert')} to ${receivers}` }];
  return { details, fix: ROUTE_FIX };
}

/** At a sink by the routes of the definition: of each receiver that they know, one alert. */
async function arrivalStage(
  round: SmokeRound,
  names: readonly string[],
  routed: readonly RoutedAlert[] | undefined,
): Promise<PathStage> {
  const known = new Set(round.definition.receivers.map(({ name }) => name));
  if (known.size === 0) {
    const seen = 'the definition has no receivers';
    return { details: [{ title: 'at a sink', outcome: 'skipped', seen }], fix: ROUTE_FIX };
  }
  const alertsOf = [...alertsOfReceivers(routed ?? [])]
    .filter(([receiver]) => known.has(receiver))
    .map(([receiver, alerts]) => [receiver, alerts.map(({ name }) => name)] as const);
  return proveArrival(round, new Map(alertsOf.length > 0 ? alertsOf : [['its receivers', names]]));
}

/** What a station sent last; an Alertmanager counts since its start, which says nothing of now. */
async function newestStage({ patient }: SmokeRound): Promise<PathStage> {
  if (patient.alertmanager !== undefined || !(await patient.isStation())) {
    return { details: [], fix: DELIVERY_FIX };
  }
  return stageOf('newest messages', await trySent({ patient, quiet: {}, rules: [] }));
}

async function deliveryStage(
  round: SmokeRound,
  alertsOf: ReadonlyMap<string, readonly RoutedAlert[]>,
): Promise<PathStage> {
  const { alertmanager, server } = round;
  if (alertsOf.size === 0) return { details: [NOBODY_TOLD], fix: ROUTE_FIX };
  if (alertmanager === undefined) {
    const told = (await testReceivers(server, [...alertsOf.keys()])) ?? [];
    return { details: told.length > 0 ? told : [NOBODY_TOLD], fix: DELIVERY_FIX };
  }
  const details = await deliverTestAlerts(round, alertmanager, alertsOf);
  return {
    details,
    fix: fixOf(
      'Correct address and secret of the receiver in alertmanager.yml, and reload. What Alertmanager said of it:',
      'docker compose logs --since 5m alertmanager',
    ),
  };
}

/** Who asked for a message must not take silence for success. */
const NOBODY_TOLD: DoctorDetail = {
  title: 'real receivers',
  outcome: 'failed',
  seen: 'no receiver could be sent a test message: name the Alertmanager with --alertmanager, where one routes',
};

function arrivedText({ deliver }: SmokeRound, stages: readonly PathStage[]): string {
  const well = stages.flatMap(({ details }) => details).filter(({ outcome }) => outcome === 'ok');
  const whom = deliver
    ? 'real receivers took a test message'
    : 'a test alert arrived at a sink; nobody was told';
  return `${plural(well.length, 'stage')} of the way; ${whom}`;
}
