import type { Truth } from './ledger.ts';
import type { RandomChoice } from './random-choice.ts';
import type { ToldAlert } from './notifier-process.ts';

/** Alerts as a rule engine holds them: it tells them again and again, also to a notifier that starts anew. */
export interface AlertBook {
  /** Lets some alerts begin to fire, and others end. */
  change(): readonly Truth[];
  /** Those of the changed alerts that fire. */
  firing(changed: readonly Truth[]): readonly ToldAlert[];
  /** Ends those of the changed alerts that fire. */
  end(changed: readonly Truth[]): readonly Truth[];
  /** All that have ever fired, as they are now. */
  alerts(): readonly ToldAlert[];
}

interface Page {
  readonly id: string;
  incident: number;
  startsAtMs: number;
  endedAtMs: number | undefined;
}

const GROUPS = 3;
const ALERTS_OF_GROUP = 2;
/** While an alert fires it counts as firing for so long. */
const VALID_MS = 3_600_000;

export function createAlertBook(random: RandomChoice): AlertBook {
  const pages: readonly Page[] = Array.from({ length: GROUPS * ALERTS_OF_GROUP }, (_, i) => ({
    id: `g${i % GROUPS}-${i}`,
    incident: 0,
    startsAtMs: 0,
    endedAtMs: 0,
  }));
  return {
    change: () =>
      random.some(pages).map((page) => {
        const nowMs = Date.now();
        if (page.endedAtMs === undefined) page.endedAtMs = nowMs;
        else Object.assign(page, { incident: page.incident + 1, startsAtMs: nowMs, endedAtMs: undefined });
        return truthOf(page);
      }),
    end: (changed) => {
      const ended = pages.filter(({ id, endedAtMs }) => endedAtMs === undefined && isAmong(changed, id));
      for (const page of ended) page.endedAtMs = Date.now();
      return changed.map((truth) => truthOf(pages.find(({ id }) => id === truth.id) ?? pages[0]));
    },
    firing: (changed) =>
      pages.filter(({ id, endedAtMs }) => endedAtMs === undefined && isAmong(changed, id)).map(alertOf),
    alerts: () => pages.filter(({ incident }) => incident > 0).map(alertOf),
  };
}

function alertOf({ id, incident, startsAtMs, endedAtMs }: Page): ToldAlert {
  return {
    labels: { alertname: 'Fault', group: id.slice(0, 2), id },
    annotations: { incident: String(incident) },
    startsAtMs,
    endsAtMs: endedAtMs ?? Date.now() + VALID_MS,
  };
}

function isAmong(changed: readonly Truth[], id: string): boolean {
  return changed.some((truth) => truth.id === id);
}

function truthOf({ id, incident, endedAtMs }: Page): Truth {
  return { id, incident, status: endedAtMs === undefined ? 'firing' : 'resolved' };
}
