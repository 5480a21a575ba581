import type { Journal, StateStore } from '@telltale/model';
import type { NotificationRecord } from './notification-record.ts';

/** How many attempts are kept in memory; the journal has them all. */
const KEPT = 500;

/** Attempts to deliver, newest first. */
export interface NotificationHistory {
  load(): Promise<void>;
  record(record: NotificationRecord): Promise<void>;
  newest(limit: number): readonly NotificationRecord[];
}

export function createNotificationHistory(state: StateStore): NotificationHistory {
  const journal: Journal<NotificationRecord> = state.journal('notifications');
  let records: readonly NotificationRecord[] = [];
  return {
    load: async () => {
      const entries = await journal.read({ limit: KEPT });
      records = entries.map(({ value }) => value);
    },
    record: async (record) => {
      records = [record, ...records.slice(0, KEPT - 1)];
      // What cannot be journalled is still shown: a full disk must not stop deliveries.
      await journal.append(record, record.atMs).catch(() => undefined);
    },
    newest: (limit) => records.slice(0, limit),
  };
}
