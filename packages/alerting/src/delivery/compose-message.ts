import type { GroupSnapshot } from '../alerts/notified-alert.ts';
import type { Channel, Notification, NotificationReason } from '../channels/channel.ts';
import { idempotencyKey } from './idempotency-key.ts';
import type { Integration } from './integration.ts';
import { believedAfter } from './notification-log.ts';
import type { NotificationLogEntry } from './notification-log.ts';
import type { OutboxMessage } from './outbox.ts';

/** What an integration is to be told of a group; `undefined` when there is nothing it wants to hear. */
export function composeMessage(options: {
  readonly integration: Integration;
  readonly snapshot: GroupSnapshot;
  readonly reason: NotificationReason;
  /** What it was told last. */
  readonly told: NotificationLogEntry | undefined;
  readonly externalUrl: string;
  readonly fallbackFor: string;
}): OutboxMessage | undefined {
  const { integration, snapshot, reason, told, externalUrl, fallbackFor } = options;
  const { receiver, kind, index, channel } = integration;
  const { groupKey, groupLabels, atMs } = snapshot;
  const alerts = channel.receiver.sendResolved
    ? snapshot.alerts
    : snapshot.alerts.filter(({ status }) => status === 'firing');
  if (alerts.length === 0) return undefined;
  const repeats = repeatsOf(told, reason);
  return {
    id: idempotencyKey({ groupKey, receiver, integration: kind, index, alerts, repeats }),
    receiver,
    integration: kind,
    index,
    fallbackFor,
    groupKey,
    groupLabels: groupLabels.toObject(),
    alertNames: [...new Set(alerts.map(({ labels }) => labels.get('alertname')))],
    status: alerts.some(({ status }) => status === 'firing') ? 'firing' : 'resolved',
    reason,
    ...composed(channel, { groupKey, groupLabels, reason, alerts, externalUrl, atMs }),
    ...believedAfter(told, snapshot),
    repeats,
    createdAtMs: atMs,
  };
}

/** A message that cannot be made is refused like one that the receiver refuses, and somebody else is told. */
function composed(channel: Channel, notification: Notification): Pick<OutboxMessage, 'message' | 'fault'> {
  try {
    return { message: channel.compose(notification), fault: '' };
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    return { message: null, fault: `the message cannot be made: ${reason}` };
  }
}

function repeatsOf(told: NotificationLogEntry | undefined, reason: NotificationReason): number {
  if (!told || told.firing.length === 0) return 0;
  return told.repeats + (reason === 'repeat interval elapsed' ? 1 : 0);
}
