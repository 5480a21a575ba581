import { runDrill } from '@telltale/alerting';
import type { DrillReport } from '@telltale/alerting';
import type { DoctorDetail } from '@telltale/station/contract';
import { fixOf } from '../../../doctor/words.ts';
import { startLocalTargets } from '../../../prove/targets/local-target.ts';
import type { OpenTarget } from '../../../prove/targets/local-target.ts';
import type { SmokeRound } from '../../facts/smoke-round.ts';
import type { PathStage } from './path-stage.ts';

/** Alerts that are tried for a receiver: one may be wrong in itself, which is not what is asked here. */
const TRIED_ALERTS = 3;
/** More receivers are not tried: the way to each is the same. */
const MAX_RECEIVERS = 10;

/** Has an alert fire for each receiver, and arrive at a strict sink of this machine: nobody is told. */
export async function proveArrival(
  { definition }: SmokeRound,
  alertsOf: ReadonlyMap<string, readonly string[]>,
): Promise<PathStage> {
  const [target] = await startLocalTargets(1);
  const details: DoctorDetail[] = [];
  let failing = '';
  try {
    for (const [receiver, names] of [...alertsOf].slice(0, MAX_RECEIVERS)) {
      const drill = await firstProven(definition, names.slice(0, TRIED_ALERTS), target);
      if (drill === undefined) continue;
      details.push(drillDetail(receiver, drill));
      if (!drill.isProven) failing ||= drill.alertName;
    }
  } finally {
    await target.close();
  }
  return { details, fix: fixOf('See the proof step by step:', `npx telltale prove ${failing}`.trim()) };
}

/** The first drill that goes all the way; the last one where none does. */
async function firstProven(
  resolved: SmokeRound['definition'],
  names: readonly string[],
  target: OpenTarget,
): Promise<DrillReport | undefined> {
  let drill: DrillReport | undefined;
  for (const alertName of names) {
    drill = await runDrill({ resolved, alertName, target });
    if (drill.isProven) break;
  }
  return drill;
}

function drillDetail(receiver: string, { alertName, isProven, failure }: DrillReport): DoctorDetail {
  const title = `${alertName} to ${receiver}, at a sink`;
  return isProven
    ? { title, outcome: 'ok', seen: 'fired, routed, arrived and resolved' }
    : { title, outcome: 'failed', seen: failure };
}
