import type { LabelSet, Route } from '@telltale/model';
import type { Inhibitor } from '../inhibition/inhibitor.ts';
import { mutingTimes } from '../routing/muting-times.ts';
import type { Silences } from '../silences/silences.ts';
import type { TimeTest } from '../time-intervals/compile-time-intervals.ts';

/** All that stands between an alert and those who would be told. */
export interface Muting {
  inhibitedBy(labels: LabelSet, nowMs: number): readonly string[];
  silencedBy(labels: LabelSet, nowMs: number): readonly string[];
  /** Names of the time intervals because of which a route tells nobody. */
  mutedBy(route: Route, nowMs: number): readonly string[];
  isMuted(labels: LabelSet, nowMs: number): boolean;
}

/** What {@link createMuting} takes. */
export interface MutingOptions {
  readonly inhibitor: Inhibitor;
  readonly silences: Silences;
  readonly timeIntervals: ReadonlyMap<string, TimeTest>;
}

/** Asks inhibition, silences and time intervals. */
export function createMuting({ inhibitor, silences, timeIntervals }: MutingOptions): Muting {
  const inhibitedBy = (labels: LabelSet, nowMs: number) => inhibitor.inhibitedBy(labels, nowMs);
  const silencedBy = (labels: LabelSet, nowMs: number) => silences.mutedBy(labels, nowMs);
  return {
    inhibitedBy,
    silencedBy,
    mutedBy: (route, nowMs) => mutingTimes(route, timeIntervals, nowMs),
    isMuted: (labels, nowMs) => inhibitedBy(labels, nowMs).length > 0 || silencedBy(labels, nowMs).length > 0,
  };
}
