import { setTimeout as sleep } from 'node:timers/promises';
import type { DrillDelivery, ProofStep, SynthesisedSeries } from '@telltale/alerting';
import type { ResolvedDefinition } from '@telltale/definition';
import type { Route } from '@telltale/model';
import { formatWork } from '../report/proof-figures.ts';
import type { Sinks } from '../sinks/sinks.ts';
import type { PlannedAlert, Round } from './plan-rounds.ts';
import type { ServerPair } from './server-pair.ts';
import { toldOf } from './told-alerts.ts';

/** What a round is played with. */
export interface RoundContext {
  readonly sinks: Sinks;
  readonly servers: ServerPair;
  /** Shrunk. */
  readonly resolved: ResolvedDefinition;
  /** By how much its durations were divided. */
  readonly factor: number;
  /** What arrived one level below: the same must arrive here. */
  readonly expected: ReadonlyMap<string, readonly DrillDelivery[]>;
  readonly show: (text: string) => void;
}

const POLL_MS = 100;
/** What every window begins with. */
const LOOKBACK_MS = 300_000;
/** Beyond what the shrunk durations take: processes start, machines are busy. */
const PATIENCE_MS = 20_000;
/** Quiet must last so long, so that nothing of before is on its way. */
const MIN_QUIET_MS = 2000;

/** When one alert was told, in milliseconds since the fault. */
interface Told {
  readonly firingMs: number | undefined;
  readonly resolvedMs: number | undefined;
}

/** Quiet, then the fault, then quiet again: what became of each alert. */
export async function playRound(
  round: Round,
  context: RoundContext,
): Promise<readonly (readonly [alertName: string, step: ProofStep])[]> {
  const { servers, sinks, show } = context;
  const waits = waitsOf(round, context);
  show('waiting for quiet');
  await servers.setLevels(round.quiet);
  const isQuiet = await becomeQuiet(round, context, waits);
  const first = sinks.accepted.length;
  const faultMs = Date.now();
  await servers.setLevels(round.firing);
  const toldNow = () => round.alerts.map((alert) => toldSince(alert, context, first, faultMs));
  const count = (told: readonly Told[], of: keyof Told) => told.filter((one) => one[of] !== undefined).length;
  const all = round.alerts.length;
  await until(waits.fireMs, () => {
    const told = count(toldNow(), 'firingMs');
    show(`${told} of ${all} alerts fire and are delivered`);
    return told === all;
  });
  await servers.setLevels(round.quiet);
  const endMs = Date.now();
  await until(waits.resolveMs, () => {
    const told = toldNow();
    const done = count(told, 'resolvedMs');
    show(`${done} of ${all} alerts have ended, and that is delivered`);
    return told.every(({ firingMs, resolvedMs }) => firingMs === undefined || resolvedMs !== undefined);
  });
  const told = toldNow();
  return round.alerts.map((alert, i) => [
    alert.alertName,
    stepOf(alert, told[i], { ...context, isQuiet, endedMs: endMs - faultMs }),
  ]);
}

/** How long each phase may take. */
function waitsOf({ alerts }: Round, { resolved, factor }: RoundContext) {
  const routes = routesOf(resolved.route);
  const groupMs = Math.max(...routes.map(({ groupWaitMs }) => groupWaitMs));
  const intervalMs = Math.max(...routes.map(({ groupIntervalMs }) => groupIntervalMs));
  const windowMs = Math.max(...alerts.map(({ series }) => shrunkWindow(series, factor)));
  const forMs = Math.max(...alerts.map((alert) => alert.forMs));
  return {
    quietMs: 2 * windowMs + PATIENCE_MS,
    settleMs: intervalMs + MIN_QUIET_MS,
    fireMs: 2 * windowMs + forMs + groupMs + PATIENCE_MS,
    resolveMs: 2 * windowMs + intervalMs + PATIENCE_MS,
  };
}

/** Ranges are shrunk already; how far an instant selector looks back is a flag of the server. */
function shrunkWindow({ windowMs }: SynthesisedSeries, factor: number): number {
  return Math.max(0, windowMs - LOOKBACK_MS) + LOOKBACK_MS / factor;
}

function routesOf(route: Route): readonly Route[] {
  return [route, ...route.routes.flatMap(routesOf)];
}

/** Whether none of the alerts was pending or firing for as long as Alertmanager takes to tell of an end. */
async function becomeQuiet(
  { alerts }: Round,
  { servers }: RoundContext,
  { quietMs, settleMs }: ReturnType<typeof waitsOf>,
): Promise<boolean> {
  let quietSince = Date.now();
  return until(quietMs + settleMs, async () => {
    const active = await servers.activeAlerts();
    if (alerts.some(({ alertName }) => active.has(alertName))) quietSince = Date.now();
    return Date.now() - quietSince >= settleMs;
  });
}

/** Asks again until it holds; whether it did in time. */
async function until(limitMs: number, holds: () => boolean | Promise<boolean>): Promise<boolean> {
  const endMs = Date.now() + limitMs;
  while (Date.now() < endMs) {
    if (await holds()) return true;
    await sleep(POLL_MS);
  }
  return false;
}

/** When the last of the receivers that are told one level below was told here. */
function toldSince(
  { alertName }: PlannedAlert,
  { sinks, expected }: RoundContext,
  first: number,
  faultMs: number,
): Told {
  const messages = sinks.accepted.slice(first).flatMap((message) => {
    const told = toldOf(message, alertName);
    return told ? [{ status: told.status, receiver: message.receiver, atMs: message.atMs }] : [];
  });
  const whenTold = (status: 'firing' | 'resolved'): number | undefined => {
    const wanted = (expected.get(alertName) ?? []).filter((one) => one.status === status);
    const times = [...new Set(wanted.map(({ receiver }) => receiver))].map(
      (name) => messages.find((one) => one.receiver === name && one.status === status)?.atMs,
    );
    if (times.includes(undefined)) return undefined;
    return Math.max(0, ...times.map((time) => (time ?? 0) - faultMs));
  };
  return { firingMs: whenTold('firing'), resolvedMs: whenTold('resolved') };
}

interface StepContext extends RoundContext {
  readonly isQuiet: boolean;
  /** When the fault ended. */
  readonly endedMs: number;
}

function stepOf({ alertName }: PlannedAlert, told: Told, context: StepContext): ProofStep {
  const { firingMs, resolvedMs } = told;
  const { factor, endedMs, isQuiet } = context;
  const base = { level: 6, name: 'real servers', remarks: [] } as const;
  if (firingMs === undefined || resolvedMs === undefined) {
    const what =
      firingMs === undefined ? 'did not tell everybody that it fires' : 'did not tell everybody of its end';
    const refused = refusalsOf(alertName, context);
    const noise = isQuiet ? '' : ' It was not quiet before the fault.';
    const detail = `Prometheus and Alertmanager ${what}.${noise}${refused}`;
    return { ...base, outcome: 'failed', detail, tookMs: firingMs ?? endedMs };
  }
  const ended = formatWork(Math.max(0, resolvedMs - endedMs));
  const detail = `delivered by the servers ${formatWork(firingMs)} after the fault, its end after ${ended} (durations divided by ${factor})`;
  return { ...base, outcome: 'passed', detail, tookMs: resolvedMs };
}

function refusalsOf(alertName: string, { sinks }: RoundContext): string {
  const own = sinks.refused.filter((message) => toldOf(message, alertName) !== undefined);
  const faults = own.flatMap(({ receiver, faults: found }) =>
    found.map(({ rule }) => `${receiver}: ${rule}`),
  );
  return faults.length === 0 ? '' : ` Refused by ${[...new Set(faults)].join('; ')}.`;
}
