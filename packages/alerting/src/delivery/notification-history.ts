import type { Journal, JournalBounds, StateStore } from '@telltale/model';
import type { NotificationRecord } from './notification-record.ts';

/** How many attempts are kept in memory; the journal has more. */
const KEPT = 500;
/** A quarter of a year for who looks into an incident later; the number bounds a storm. */
const JOURNAL_BOUNDS: JournalBounds = { maxAgeMs: 92 * 86_400_000, maxEntries: 20_000 };

/** Attempts to deliver, newest first. */
export interface NotificationHistory {
  load(): Promise<void>;
  record(record: NotificationRecord): Promise<void>;
  newest(limit: number): readonly NotificationRecord[];
}

export function createNotificationHistory(state: StateStore): NotificationHistory {
  const journal: Journal<NotificationRecord> = state.journal('notifications', JOURNAL_BOUNDS);
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
