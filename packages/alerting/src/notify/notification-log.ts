import type { Documents, StateStore } from '@telltale/model';
import type { GroupSnapshot } from './notified-alert.ts';

/** What a receiver was last told about a group: fingerprints. */
export type NotificationLogEntry = {
  readonly firing: readonly string[];
  readonly resolved: readonly string[];
  readonly atMs: number;
};

/** Entries are forgotten after this time, Alertmanager's `data.retention`. */
const RETENTION_MS = 120 * 3_600_000;

/** Remembers over restarts who was told what, so that nobody is told twice. */
export interface NotificationLog {
  load(nowMs: number): Promise<void>;
  get(key: string): NotificationLogEntry | undefined;
  put(key: string, entry: NotificationLogEntry): Promise<void>;
}

export function createNotificationLog(state: StateStore): NotificationLog {
  const documents: Documents<NotificationLogEntry> = state.documents('notification-log');
  const entries = new Map<string, NotificationLogEntry>();
  return {
    load: async (nowMs) => {
      for (const [key, entry] of await documents.entries()) {
        if (nowMs - entry.atMs > RETENTION_MS) await documents.delete(key);
        else entries.set(key, entry);
      }
    },
    get: (key) => entries.get(key),
    put: async (key, entry) => {
      entries.set(key, entry);
      await documents.put(key, entry);
    },
  };
}

/**
 * Whether a receiver must hear of a group again, by Alertmanager's rules: a new firing alert, all
 * resolved, a newly resolved one (where the receiver wants those), or the repeat interval is over.
 */
export function isNotificationDue(
  entry: NotificationLogEntry | undefined,
  snapshot: Pick<GroupSnapshot, 'alerts' | 'atMs' | 'repeatIntervalMs'>,
  sendResolved: boolean,
): boolean {
  const firing = snapshot.alerts.filter(({ status }) => status === 'firing');
  const resolved = snapshot.alerts.filter(({ status }) => status === 'resolved');
  if (!entry) return firing.length > 0;
  if (firing.some(({ fingerprint }) => !entry.firing.includes(fingerprint))) return true;
  if (firing.length === 0) return entry.firing.length > 0;
  if (sendResolved && resolved.some(({ fingerprint }) => !entry.resolved.includes(fingerprint))) return true;
  return snapshot.atMs - entry.atMs >= snapshot.repeatIntervalMs;
}
