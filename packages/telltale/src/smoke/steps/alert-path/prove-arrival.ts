import type { AlertProof } from '@telltale/alerting';
import type { DoctorDetail } from '@telltale/station/contract';
import { proveAlerts } from '../../../prove/prove-alerts.ts';
import { startLocalTargets } from '../../../prove/targets/local-target.ts';
import { fixOf } from '../../../doctor/words.ts';
import type { SmokeRound } from '../../facts/smoke-round.ts';
import type { PathStage } from './path-stage.ts';

/** Alerts that are tried for a receiver: one may be wrong in itself, which is not what is asked here. */
const TRIED_ALERTS = 3;
/** More receivers are not tried: the way to each is the same. */
const MAX_RECEIVERS = 10;
const SILENT = { show: () => undefined, end: () => undefined };

/** Has an alert fire for each receiver and arrive at strict sinks of this machine: nobody is told. */
export async function proveArrival(
  { definition }: SmokeRound,
  alertsOf: ReadonlyMap<string, readonly string[]>,
): Promise<PathStage> {
  const targets = await startLocalTargets(1);
  const details: DoctorDetail[] = [];
  let failing = '';
  try {
    for (const [receiver, names] of [...alertsOf].slice(0, MAX_RECEIVERS)) {
      let last: AlertProof | undefined;
      for (const name of names.slice(0, TRIED_ALERTS)) {
        [last] = await proveAlerts({
          resolved: definition,
          names: [name],
          targets,
          upTo: 5,
          progress: SILENT,
        });
        if (isProven(last)) break;
      }
      if (last === undefined) continue;
      details.push(proofDetail(receiver, last));
      if (!isProven(last)) failing ||= last.alertName;
    }
  } finally {
    for (const target of targets) await target.close();
  }
  return { details, fix: fixOf('See the proof step by step:', `npx telltale prove ${failing}`.trim()) };
}

function isProven({ steps }: AlertProof): boolean {
  return steps.every(({ outcome }) => outcome === 'passed');
}

function proofDetail(receiver: string, proof: AlertProof): DoctorDetail {
  const title = `${proof.alertName} to ${receiver}, at a sink`;
  if (isProven(proof)) return { title, outcome: 'ok', seen: 'fired, routed, arrived and resolved' };
  const stop = proof.steps.find(({ outcome }) => outcome === 'failed');
  return { title, outcome: 'failed', seen: stop ? `${stop.name}: ${stop.detail}` : 'the proof did not end' };
}
