import type { Journal, JournalBounds, StateStore } from '@telltale/model';
import type { AlertState } from './tracked-alert.ts';
import type { AlertTransition } from './alerting-rule-state.ts';

/** How many transitions of one alert name are shown and kept in memory. */
const KEPT_PER_ALERT = 50;
/** How many journal entries are read at start. */
const READ_AT_START = 1000;
/** As long as notifications are kept; several transitions make one. */
const JOURNAL_BOUNDS: JournalBounds = { maxAgeMs: 92 * 86_400_000, maxEntries: 50_000 };

type StoredTransition = {
  readonly alertName: string;
  readonly to: AlertState;
  readonly labels: readonly (readonly [string, string])[];
  readonly value: string;
};

/** The newest state changes by alert name, kept over restarts. */
export interface AlertHistory {
  load(): Promise<void>;
  record(transitions: readonly AlertTransition[]): Promise<void>;
  /** Newest first; at most 50. */
  of(alertName: string): readonly AlertTransition[];
}

export function createAlertHistory(state: StateStore): AlertHistory {
  const journal: Journal<StoredTransition> = state.journal('alert-history', JOURNAL_BOUNDS);
  const byName = new Map<string, AlertTransition[]>();
  const remember = (transition: AlertTransition): void => {
    const newest = [transition, ...(byName.get(transition.alertName) ?? [])];
    byName.set(transition.alertName, newest.slice(0, KEPT_PER_ALERT));
  };
  return {
    load: async () => {
      const entries = await journal.read({ limit: READ_AT_START });
      for (const { value: stored, timeMs } of entries.toReversed()) {
        remember({
          alertName: stored.alertName,
          atMs: timeMs,
          to: stored.to,
          labels: Object.fromEntries(stored.labels),
          value: Number(stored.value),
        });
      }
    },
    record: async (transitions) => {
      for (const transition of transitions) remember(transition);
      // All at once: the alerts of a storm would otherwise wait for one commit after the other.
      const appended = transitions.map(({ alertName, to, labels, value, atMs }) =>
        journal.append({ alertName, to, labels: Object.entries(labels), value: String(value) }, atMs),
      );
      await Promise.all(appended);
    },
    of: (alertName) => byName.get(alertName) ?? [],
  };
}
