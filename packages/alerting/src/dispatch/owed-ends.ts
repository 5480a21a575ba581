import { LabelSet } from '@telltale/model';
import type { Documents, StateStore } from '@telltale/model';
import type { AlertUpdate, StoredAlert } from '../alerts/alert-update.ts';

/** An alert that ended. A type, not an interface, so that it can be a document. */
type EndedAlert = Omit<AlertUpdate, 'labels' | 'isTimeout'> & {
  readonly labels: Readonly<Record<string, string>>;
};

/**
 * Ends of alerts that somebody is still to be told of: nobody can be reached, or a silence or another
 * muting came after the alert was told. Rules send an ended alert for a quarter of an hour only, so they
 * are remembered over restarts.
 */
export interface OwedEnds {
  /** Reads what an earlier process left: alerts that ended less than five days ago. */
  load(nowMs: number): Promise<readonly AlertUpdate[]>;
  /** Remembers an end that is owed to the receiver of a group. */
  keep(groupKey: string, alert: StoredAlert): void;
  /** Forgets it, once it was told or the alert fires again. */
  settle(groupKey: string, fingerprint: string): void;
}

/** How long an end is owed; as long as the notification log knows who was told. */
export const OWED_MS = 120 * 3_600_000;

/** Ends kept in the documents `owed-ends`. What a full disk does not take is forgotten by a restart. */
export function createOwedEnds(state: StateStore, track: (work: Promise<void>) => void): OwedEnds {
  const documents: Documents<EndedAlert> = state.documents('owed-ends');
  const endOf = new Map<string, number>();
  const keyOf = (groupKey: string, fingerprint: string) => `${fingerprint} ${groupKey}`;
  return {
    load: async (nowMs) => {
      const owed: AlertUpdate[] = [];
      for (const [key, { labels, ...alert }] of await documents.entries()) {
        endOf.set(key, alert.endsAtMs);
        if (nowMs - alert.endsAtMs < OWED_MS) owed.push({ ...alert, labels: LabelSet.of(labels) });
        else await documents.delete(key).catch(() => undefined);
      }
      return owed;
    },
    keep: (groupKey, { update, fingerprint }) => {
      const key = keyOf(groupKey, fingerprint);
      if (endOf.get(key) === update.endsAtMs) return;
      endOf.set(key, update.endsAtMs);
      const { labels, annotations, startsAtMs, endsAtMs, generatorUrl } = update;
      track(
        documents.put(key, { labels: labels.toObject(), annotations, startsAtMs, endsAtMs, generatorUrl }),
      );
    },
    settle: (groupKey, fingerprint) => {
      const key = keyOf(groupKey, fingerprint);
      if (endOf.delete(key)) track(documents.delete(key));
    },
  };
}
