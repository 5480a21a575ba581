import { slugOf } from '@telltale/model';
import type { Heartbeat } from '../notifications/heartbeat.ts';
import type { ResolvedProofPlan } from '../resolved/resolved-proof-plan.ts';
import { checkKeys } from '../faults/check-keys.ts';
import type { FaultList } from '../faults/fault-list.ts';
import type { MonitoringDefinition } from '../monitoring/monitoring-definition.ts';
import type { ResolvedDefinition } from '../resolved.ts';

const OPTIONS = ['fallback', 'alertmanagers', 'heartbeat', 'testEvery'];
/** A receiver of this name gets the heartbeat, where nothing else is said. */
const DEAD_MAN = 'deadman';
const DEFAULT_HEARTBEAT_MS = 60_000;
const DEFAULT_MAX_AGE_MS = 7 * 86_400_000;
/** Address of an Alertmanager, with a path where it has one. */
const ADDRESS = /^(https?:\/\/)?[^\s:/@]+(:\d{1,5})?(\/[^\s]*)?$/;

/** What is made sure of, checked, beside the heartbeat. */
export function resolveNotifications(
  { notifications, receivers }: Pick<MonitoringDefinition, 'notifications' | 'receivers'>,
  faults: FaultList,
): Pick<ResolvedDefinition, 'fallback' | 'alertmanagers' | 'testEveryMs'> {
  checkKeys(notifications, OPTIONS, 'notifications', faults);
  const { fallback, alertmanagers, testEvery } = notifications;
  if (fallback !== undefined) checkName(fallback, Object.keys(receivers), 'notifications.fallback', faults);
  return {
    ...(fallback !== undefined && { fallback }),
    ...(alertmanagers && {
      alertmanagers: alertmanagers.map((address, index) =>
        alertmanagerUrl(address, `notifications.alertmanagers.${index}`, faults),
      ),
    }),
    ...(testEvery !== undefined && {
      testEveryMs: faults.durationMs('notifications.testEvery', testEvery, 0),
    }),
  };
}

/** The heartbeat, checked: whom it goes to, and how often. A receiver named `deadman` gets it without being asked for. */
export function resolveHeartbeat(
  { notifications, receivers }: Pick<MonitoringDefinition, 'notifications' | 'receivers'>,
  faults: FaultList,
): Heartbeat | undefined {
  const { heartbeat } = notifications;
  if (heartbeat === undefined) {
    const isNamed = Object.hasOwn(receivers, DEAD_MAN);
    return isNamed ? { to: DEAD_MAN, everyMs: DEFAULT_HEARTBEAT_MS } : undefined;
  }
  const path = 'notifications.heartbeat';
  checkKeys(heartbeat, ['to', 'every'], path, faults);
  checkName(heartbeat.to, Object.keys(receivers), `${path}.to`, faults);
  return {
    to: heartbeat.to,
    everyMs: faults.durationMs(`${path}.every`, heartbeat.every, DEFAULT_HEARTBEAT_MS),
  };
}

/** How often the alerts are proven, checked. */
export function resolveProofPlan(
  { proof }: Pick<MonitoringDefinition, 'proof'>,
  faults: FaultList,
): ResolvedProofPlan {
  checkKeys(proof, ['every', 'maxAge'], 'proof', faults);
  return {
    ...(proof.every !== undefined && { everyMs: faults.durationMs('proof.every', proof.every, 0) }),
    maxAgeMs: faults.durationMs('proof.maxAge', proof.maxAge, DEFAULT_MAX_AGE_MS),
  };
}

function alertmanagerUrl(address: string, path: string, faults: FaultList): string {
  if (!ADDRESS.test(address) || slugOf(address) === '') {
    faults.add(path, `'${address}' is no address: write host:port, or a URL`);
    return address;
  }
  const url = /^https?:/.test(address) ? address : `http://${address}`;
  return url.replace(/\/+$/, '');
}

function checkName(name: string, known: readonly string[], path: string, faults: FaultList): void {
  if (known.includes(name)) return;
  const choice = known.length === 0 ? 'none is declared' : `declared are ${known.join(', ')}`;
  faults.add(path, `there is no receiver '${name}': ${choice}`);
}
