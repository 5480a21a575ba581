import type { Journal, JournalBounds, JournalEntry, StateStore } from '@telltale/model';
import type { AlertState } from './tracked-alert.ts';
import type { AlertTransition } from './alerting-rule-state.ts';

/** How many transitions of one alert name are shown and kept in memory. */
const KEPT_PER_ALERT = 50;
/** How many journal entries are read at start. */
const READ_AT_START = 1000;
/** As long as notifications are kept; several transitions make one. */
const MAX_ENTRIES = 50_000;
const JOURNAL_BOUNDS: JournalBounds = { maxAgeMs: 92 * 86_400_000, maxEntries: MAX_ENTRIES };

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
  /** Of all alerts, as far back as the journal goes, oldest first. Read when it is first asked for. */
  all(): Promise<readonly AlertTransition[]>;
}

export function createAlertHistory(state: StateStore): AlertHistory {
  const journal: Journal<StoredTransition> = state.journal('alert-history', JOURNAL_BOUNDS);
  const byName = new Map<string, AlertTransition[]>();
  let past: Promise<Past> | undefined;
  const remember = (transition: AlertTransition): void => {
    const newest = [transition, ...(byName.get(transition.alertName) ?? [])];
    byName.set(transition.alertName, newest.slice(0, KEPT_PER_ALERT));
  };
  return {
    load: async () => {
      const entries = await journal.read({ limit: READ_AT_START });
      for (const entry of entries.toReversed()) remember(transitionOf(entry));
    },
    record: async (transitions) => {
      for (const transition of transitions) remember(transition);
      // All at once: the alerts of a storm would otherwise wait for one commit after the other.
      const appended = transitions.map(({ alertName, to, labels, value, atMs }) =>
        journal.append({ alertName, to, labels: Object.entries(labels), value: String(value) }, atMs),
      );
      const entries = await Promise.all(appended);
      await past?.then((log) => log.add(entries));
    },
    of: (alertName) => byName.get(alertName) ?? [],
    all: async () => {
      past ??= readPast(journal);
      return (await past).transitions;
    },
  };
}

/** What the journal has, kept up to date. */
interface Past {
  readonly transitions: readonly AlertTransition[];
  /** Takes what was appended; nothing is taken twice. */
  add(entries: readonly JournalEntry<StoredTransition>[]): void;
}

async function readPast(journal: Journal<StoredTransition>): Promise<Past> {
  const pages: JournalEntry<StoredTransition>[][] = [];
  let beforeSequence: number | undefined;
  do {
    const page = await journal.read({
      limit: READ_AT_START,
      ...(beforeSequence !== undefined && { beforeSequence }),
    });
    pages.push(page);
    beforeSequence = page.length < READ_AT_START ? undefined : page.at(-1)?.sequence;
  } while (beforeSequence !== undefined);
  const entries = pages.flat().toReversed();
  let newest = entries.at(-1)?.sequence ?? -1;
  const transitions = entries.map(transitionOf);
  return {
    transitions,
    add: (added) => {
      for (const entry of added.toSorted((a, b) => a.sequence - b.sequence)) {
        if (entry.sequence <= newest) continue;
        newest = entry.sequence;
        transitions.push(transitionOf(entry));
      }
      const excess = transitions.length - MAX_ENTRIES;
      // In one go, now and then: moving fifty thousand entries for each new one would cost more than it frees.
      if (excess > MAX_ENTRIES / 10) transitions.splice(0, excess);
    },
  };
}

function transitionOf({ value: stored, timeMs }: JournalEntry<StoredTransition>): AlertTransition {
  return {
    alertName: stored.alertName,
    atMs: timeMs,
    to: stored.to,
    labels: Object.fromEntries(stored.labels),
    value: Number(stored.value),
  };
}
