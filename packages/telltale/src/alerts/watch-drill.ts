import { setTimeout as sleep } from 'node:timers/promises';
import type { MessagePreview, NotificationView } from '@telltale/station';
import type { AlertmanagerClient, ServerAlert } from '../server/alertmanager-client.ts';
import type { DrillAlert } from './drill-alert.ts';

/** What became of the alert at one way of telling one receiver. */
export interface DrillDelivery {
  readonly receiver: string;
  /** `webhook`, `slack`, `email` or `pagerduty`; empty where the server does not tell. */
  readonly integration: string;
  /** `waiting`: not told within the time; `unknown`: the server does not tell. */
  readonly outcome: 'delivered' | 'failed' | 'retrying' | 'waiting' | 'unknown';
  /** From the alert to the end of the attempt. */
  readonly afterMs: number | null;
  /** Of the attempt alone. */
  readonly attemptMs: number | null;
  readonly attempts: number;
  readonly error: string;
  /** What the receiver is sent of the alert. */
  readonly message: unknown;
}

/** Who answered the alert by silencing it. */
export interface DrillAcknowledgement {
  readonly afterMs: number;
  readonly by: string;
  readonly comment: string;
}

/** How far a synthetic alert came. */
export interface DrillWatch {
  /** As the server sees it; `undefined` until it does. */
  readonly alert: ServerAlert | undefined;
  readonly deliveries: readonly DrillDelivery[];
  readonly acknowledgement: DrillAcknowledgement | undefined;
}

/** What {@link watchDrill} takes. */
export interface WatchOptions {
  readonly startMs: number;
  readonly timeoutMs: number;
  /** How long somebody may take to silence the alert; not waited for where absent. */
  readonly acknowledgeMs?: number | undefined;
  onProgress(watch: DrillWatch): void;
}

const POLL_MS = 250;

/** Looks at a posted alert until every receiver was told, or the time is over. */
export async function watchDrill(
  client: AlertmanagerClient,
  drill: DrillAlert,
  options: WatchOptions,
): Promise<DrillWatch> {
  const { startMs, timeoutMs, acknowledgeMs } = options;
  let watch: DrillWatch = { alert: undefined, deliveries: [], acknowledgement: undefined };
  for (;;) {
    watch = await look(client, drill, startMs, watch);
    options.onProgress(watch);
    const waitedMs = Date.now() - startMs;
    const isTold = watch.alert !== undefined && watch.deliveries.every(({ outcome }) => isFinal(outcome));
    const isAnswered = acknowledgeMs === undefined || watch.acknowledgement !== undefined;
    if (isTold && isAnswered) return watch;
    if (!isTold && (waitedMs > timeoutMs || isMuted(watch))) return watch;
    if (isTold && waitedMs > (acknowledgeMs ?? 0)) return watch;
    await sleep(POLL_MS);
  }
}

/** What mutes the alert before anybody was told keeps it from being told; a silence after that is an answer. */
function isMuted({ alert, deliveries }: DrillWatch): boolean {
  return alert?.status.state === 'suppressed' && deliveries.every(({ outcome }) => outcome === 'waiting');
}

function isFinal(outcome: DrillDelivery['outcome']): boolean {
  return outcome === 'delivered' || outcome === 'failed' || outcome === 'unknown';
}

async function look(
  client: AlertmanagerClient,
  drill: DrillAlert,
  startMs: number,
  before: DrillWatch,
): Promise<DrillWatch> {
  const filter = Object.entries(drill.labels).map(
    ([name, value]) => `${JSON.stringify(name)}=${JSON.stringify(value)}`,
  );
  const [found] = await client.alerts(filter.map((text) => text.replace(/^"([A-Za-z_]\w*)"=/, '$1=')));
  const alert = found ?? before.alert;
  if (!alert) return before;
  const planned = before.deliveries.length > 0 ? before.deliveries : await plan(client, drill, alert);
  return {
    alert,
    deliveries: await withRecords(client, drill, planned, startMs),
    acknowledgement: before.acknowledgement ?? (await acknowledgementOf(client, alert, startMs)),
  };
}

/** Each way of telling each receiver, with the message that a station would send. */
async function plan(
  client: AlertmanagerClient,
  { labels, annotations }: DrillAlert,
  alert: ServerAlert,
): Promise<readonly DrillDelivery[]> {
  const none = { afterMs: null, attemptMs: null, attempts: 0, error: '' };
  const lists = alert.receivers.map(async ({ name }): Promise<readonly DrillDelivery[]> => {
    const answer = await client.ofStation('receivers/preview', { labels, annotations, receiver: name });
    if (answer === undefined) {
      return [{ receiver: name, integration: '', outcome: 'unknown', ...none, message: null }];
    }
    // The station's contract says what it answers.
    const { messages } = answer as { readonly messages: readonly MessagePreview[] };
    return messages.map(({ receiver, integration, message }) => ({
      receiver,
      integration,
      outcome: 'waiting',
      ...none,
      message,
    }));
  });
  return (await Promise.all(lists)).flat();
}

async function withRecords(
  client: AlertmanagerClient,
  { labels }: DrillAlert,
  deliveries: readonly DrillDelivery[],
  startMs: number,
): Promise<readonly DrillDelivery[]> {
  if (deliveries.every(({ outcome }) => isFinal(outcome))) return deliveries;
  const answer = (await client.ofStation('alerts')) as {
    readonly notifications: readonly NotificationView[];
  };
  const records = answer.notifications.filter(
    ({ alertNames, atMs }) => alertNames.includes(labels['alertname']) && atMs >= startMs,
  );
  return deliveries.map((delivery) => {
    const record = records.find(
      ({ receiver, integration }) => receiver === delivery.receiver && integration === delivery.integration,
    );
    if (!record || isFinal(delivery.outcome)) return delivery;
    const { outcome, atMs, durationMs, attempts, error } = record;
    return { ...delivery, outcome, afterMs: atMs - startMs, attemptMs: durationMs, attempts, error };
  });
}

async function acknowledgementOf(
  client: AlertmanagerClient,
  { status }: ServerAlert,
  startMs: number,
): Promise<DrillAcknowledgement | undefined> {
  if (status.silencedBy.length === 0) return undefined;
  const silences = await client.silences([]);
  const silence = silences.find(({ id }) => status.silencedBy.includes(id));
  const beganMs = silence ? Date.parse(silence.startsAt) : 0;
  // A silence from before keeps the alert from being told; it is no answer to it.
  if (!silence || beganMs < startMs) return undefined;
  return { afterMs: beganMs - startMs, by: silence.createdBy, comment: silence.comment };
}
