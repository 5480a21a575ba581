import type { Documents, StateStore } from '@telltale/model';
import type { GroupSnapshot } from '../alerts/notified-alert.ts';
import type { NotificationReason } from '../channels/channel.ts';

/** What a receiver was last told about a group: fingerprints. */
export type NotificationLogEntry = {
  readonly firing: readonly string[];
  readonly resolved: readonly string[];
  /** How often it was told again without news since the group began to fire. */
  readonly repeats: number;
  readonly atMs: number;
};

/** Entries are forgotten after this time, Alertmanager's `data.retention`. */
const RETENTION_MS = 120 * 3_600_000;
/** Ends of earlier messages that are remembered of a group. */
const MAX_ENDED = 1000;
/** How often entries to forget are looked for. */
const SWEEP_INTERVAL_MS = 3_600_000;

/** Remembers over restarts who was told what, so that nobody is told twice. */
export interface NotificationLog {
  load(nowMs: number): Promise<void>;
  get(key: string): NotificationLogEntry | undefined;
  put(key: string, entry: NotificationLogEntry): Promise<void>;
}

export function createNotificationLog(state: StateStore): NotificationLog {
  const documents: Documents<NotificationLogEntry> = state.documents('notification-log');
  const entries = new Map<string, NotificationLogEntry>();
  let sweptAtMs = -Infinity;
  const sweep = async (nowMs: number): Promise<void> => {
    if (nowMs - sweptAtMs < SWEEP_INTERVAL_MS) return;
    sweptAtMs = nowMs;
    const expired = [...entries].filter(([, { atMs }]) => nowMs - atMs > RETENTION_MS).map(([key]) => key);
    for (const key of expired) entries.delete(key);
    // What a full disk keeps is read and forgotten again at the next start.
    await Promise.all(expired.map((key) => documents.delete(key).catch(() => undefined)));
  };
  return {
    load: async (nowMs) => {
      for (const [key, entry] of await documents.entries()) entries.set(key, entry);
      await sweep(nowMs);
    },
    get: (key) => entries.get(key),
    put: async (key, entry) => {
      entries.set(key, entry);
      await documents.put(key, entry);
      await sweep(entry.atMs);
    },
  };
}

/**
 * Why a receiver must hear of a group again, by Alertmanager's rules: a new firing alert, all
 * resolved, a newly resolved one (where the receiver wants those), or the repeat interval is over.
 * `undefined` where it need not. Unlike there an end alone is told only to who was told that the alert
 * fires, so that ends that are sent again after a restart do not stand for those still to come.
 */
export function notificationReason(
  entry: NotificationLogEntry | undefined,
  snapshot: Pick<GroupSnapshot, 'alerts' | 'atMs' | 'repeatIntervalMs'>,
  sendResolved: boolean,
): NotificationReason | undefined {
  const firing = snapshot.alerts.filter(({ status }) => status === 'firing');
  const resolved = snapshot.alerts.filter(({ status }) => status === 'resolved');
  if (!entry) return firing.length > 0 ? 'first notification' : undefined;
  // Who was told that all is well is told of a new incident.
  if (hasNews(firing, entry.firing))
    return entry.firing.length > 0 ? 'new alerts added' : 'first notification';
  if (firing.length === 0) {
    const told = new Set(entry.firing);
    return resolved.some(({ fingerprint }) => told.has(fingerprint)) ? 'all alerts resolved' : undefined;
  }
  if (sendResolved && hasNews(resolved, entry.resolved)) return 'some alerts resolved';
  return snapshot.atMs - entry.atMs >= snapshot.repeatIntervalMs ? 'repeat interval elapsed' : undefined;
}

/**
 * Of which alerts a receiver believes after a message that they fire, or have ended. It believes it
 * still of those that were told before and are not in the message: they are muted now, or their rule
 * has not sent them again since a restart. So their end is still to be told, or not once more.
 */
export function believedAfter(
  entry: NotificationLogEntry | undefined,
  { alerts }: Pick<GroupSnapshot, 'alerts'>,
): Pick<NotificationLogEntry, 'firing' | 'resolved'> {
  const of = (wanted: 'firing' | 'resolved') =>
    alerts.filter(({ status }) => status === wanted).map(({ fingerprint }) => fingerprint);
  const known = new Set(alerts.map(({ fingerprint }) => fingerprint));
  const before = (told: readonly string[] = []) => told.filter((fingerprint) => !known.has(fingerprint));
  const firing = [...of('firing'), ...before(entry?.firing)];
  // Ends are of no interest once all has ended.
  const ended = firing.length > 0 ? before(entry?.resolved).slice(0, MAX_ENDED) : [];
  return { firing, resolved: [...of('resolved'), ...ended] };
}

function hasNews(alerts: GroupSnapshot['alerts'], told: readonly string[]): boolean {
  const known = new Set(told);
  return alerts.some(({ fingerprint }) => !known.has(fingerprint));
}
