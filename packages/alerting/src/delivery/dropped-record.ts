import type { NotificationRecord } from './notification-record.ts';
import type { OutboxMessage } from './outbox.ts';

/** Says that a message was given up because its receiver is no longer in the configuration. */
export function droppedRecord(message: OutboxMessage, atMs: number): NotificationRecord {
  const { id, receiver, integration, fallbackFor, groupKey, groupLabels, alertNames, status } = message;
  return {
    atMs,
    receiver,
    integration,
    fallbackFor,
    groupKey,
    messageId: id,
    status,
    groupLabels,
    alertNames,
    notificationReason: message.reason,
    outcome: 'failed',
    reason: 'contextCanceled',
    attempts: 0,
    durationMs: 0,
    error: 'dropped: the receiver is no longer in the configuration',
  };
}
