import { createHash } from 'node:crypto';
import type { Notification } from '../channel.ts';

/** What ties the mails of one group together. */
export interface MailThread {
  /** Of this mail alone, and equal whenever the same is told. */
  readonly messageId: string;
  /** Of the group and the day: a mail that nobody got, to which all of them answer. */
  readonly threadId: string;
}

/** Names a mail and its thread: one for each group and day, as Alertmanager does. */
export function mailThreadOf(notification: Notification, domain: string): MailThread {
  const { groupKey, reason, atMs, alerts } = notification;
  const day = new Date(atMs).toISOString().slice(0, 10);
  const states = alerts.map(({ fingerprint, status }) => `${fingerprint} ${status}`);
  const mail = digest([groupKey, reason, String(atMs), ...states]);
  return {
    messageId: `<${mail}@${domain}>`,
    threadId: `<alert-${digest([groupKey]).slice(0, 16)}-${day}@${domain}>`,
  };
}

function digest(parts: readonly string[]): string {
  return createHash('sha256').update(parts.join('\n')).digest('hex').slice(0, 32);
}
