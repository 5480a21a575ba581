import { randomBytes } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { DRILL_MARK } from '@telltale/alerting';
import type { DoctorDetail } from '@telltale/station/contract';
import { postedDrill } from '../../../alerts/drill-alert.ts';
import type { DrillAlert } from '../../../alerts/drill-alert.ts';
import { alertmanagerRouting, wayOf } from '../../../doctor/alerts/alert-way.ts';
import { spanText } from '../../../doctor/words.ts';
import { createAlertmanagerClient } from '../../../server/alertmanager-client.ts';
import type { SmokeRound } from '../../facts/smoke-round.ts';
import { sentCounts, sentSince } from './alertmanager-counts.ts';
import type { SentCounts } from './alertmanager-counts.ts';
import type { RoutedAlert } from './alert-ways.ts';

/** Longer than a group usually waits for others, and less than a step may take. */
const TIMEOUT_MS = 50_000;
const POLL_MS = 250;
/** The alert ends by itself should this program be killed. */
const SPARE_MS = 60_000;
const ID_BYTES = 4;

/** Posts a test alert for each receiver to an Alertmanager, and looks whether it sent them on. */
export async function deliverTestAlerts(
  round: SmokeRound,
  address: string,
  alertsOf: ReadonlyMap<string, readonly RoutedAlert[]>,
): Promise<readonly DoctorDetail[]> {
  const drills: DrillAlert[] = [];
  for (const [, [alert]] of alertsOf) {
    if (alert) drills.push(await drillOf(round, alert));
  }
  const expected = await integrationsOf(address, [...alertsOf.keys()]);
  const client = createAlertmanagerClient(address);
  const before = await sentCounts(address);
  const startMs = Date.now();
  const endMs = startMs + TIMEOUT_MS + SPARE_MS;
  await client.postAlerts(drills.map((drill) => postedDrill(drill, startMs, endMs)));
  try {
    const after = await watchCounts(round, address, { before, expected, startMs });
    return [...expected].map(([integration, receivers]) =>
      deliveryDetail(integration, receivers, sentSince(before, after, integration)),
    );
  } finally {
    await client.postAlerts(drills.map((drill) => postedDrill(drill, startMs, Date.now())));
  }
}

/**
 * A group that was told of something is told again after minutes: a name that no alert has is a group of its own, where
 * the routes do not ask for the name.
 */
async function drillOf({ patient }: SmokeRound, { name, labels, way }: RoutedAlert): Promise<DrillAlert> {
  const unique = { ...labels, alertname: `${name}_smoke_${randomBytes(ID_BYTES).toString('hex')}` };
  const moved = await wayOf(patient, unique);
  const isSame = moved !== undefined && moved.receivers.join('\n') === way.receivers.join('\n');
  return {
    labels: { ...(isSame ? unique : labels), drill: 'true' },
    annotations: { summary: `${DRILL_MARK} ${name}: telltale smoke tries the way of alerts` },
  };
}

/** The receivers of each kind of message, once for each message. */
async function integrationsOf(
  address: string,
  names: readonly string[],
): Promise<ReadonlyMap<string, readonly string[]>> {
  const { receivers } = await alertmanagerRouting(address);
  const all = receivers
    .filter(({ name }) => names.includes(name))
    .flatMap(({ name, kinds }) => kinds.map((kind) => ({ name, kind })));
  const byKind = Map.groupBy(all, ({ kind }) => kind);
  return new Map([...byKind].map(([kind, list]) => [kind, list.map(({ name }) => name)]));
}

interface Watch {
  readonly before: SentCounts;
  readonly expected: ReadonlyMap<string, readonly string[]>;
  readonly startMs: number;
}

/** Waits until every kind of message was taken or refused often enough, or the time is over. */
async function watchCounts(
  { signal }: SmokeRound,
  address: string,
  { before, expected, startMs }: Watch,
): Promise<SentCounts> {
  for (;;) {
    const after = await sentCounts(address);
    const isSettled = [...expected].every(([integration, receivers]) => {
      const { taken, refused } = sentSince(before, after, integration);
      return taken >= receivers.length || refused > 0;
    });
    if (isSettled || Date.now() - startMs > TIMEOUT_MS) return after;
    await sleep(POLL_MS, undefined, { signal });
  }
}

function deliveryDetail(
  integration: string,
  receivers: readonly string[],
  { taken, refused }: ReturnType<typeof sentSince>,
): DoctorDetail {
  const title = `${[...new Set(receivers)].join(', ')} (${integration})`;
  if (refused > 0) {
    return { title, outcome: 'failed', seen: 'a test alert was refused; the log of Alertmanager says why' };
  }
  if (taken >= receivers.length) return { title, outcome: 'ok', seen: 'took a test alert' };
  return {
    title,
    outcome: 'failed',
    seen: `Alertmanager sent ${taken} of ${receivers.length} within ${spanText(TIMEOUT_MS)}: a group waits for group_wait, and for group_interval after it was told`,
  };
}
