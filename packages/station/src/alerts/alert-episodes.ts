import type { AlertTransition } from '@telltale/alerting';
import { LabelSet } from '@telltale/model';
import type { AlertEpisode } from '../contract.ts';

/** The times of interest, and perhaps one alert alone. */
export interface EpisodeRange {
  readonly startMs: number;
  readonly endMs: number;
  readonly alert?: string;
}

interface OpenEpisode {
  readonly alert: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly pendingAtMs: number;
  firingAtMs: number | null;
  value: number;
}

/**
 * Changes of state, read as the times that alerts were active within a range; newest first.
 *
 * @param transitions Oldest first.
 */
export function episodesOf(
  transitions: readonly AlertTransition[],
  { startMs, endMs, alert }: EpisodeRange,
): readonly AlertEpisode[] {
  const open = new Map<string, OpenEpisode>();
  const episodes: AlertEpisode[] = [];
  const close = (key: string, endedAtMs: number | null): void => {
    const episode = open.get(key);
    if (!episode) return;
    open.delete(key);
    const isWithin = episode.pendingAtMs <= endMs && (endedAtMs === null || endedAtMs >= startMs);
    if (isWithin) episodes.push({ ...episode, endedAtMs });
  };
  for (const transition of transitions) {
    if (alert !== undefined && transition.alertName !== alert) continue;
    const key = `${transition.alertName} ${LabelSet.of(transition.labels).key}`;
    if (transition.to === 'inactive') close(key, transition.atMs);
    else observe(open, key, transition);
  }
  for (const key of open.keys()) close(key, null);
  return episodes.sort((a, b) => b.pendingAtMs - a.pendingAtMs);
}

/** A new episode begins, or one that was pending fires. */
function observe(open: Map<string, OpenEpisode>, key: string, transition: AlertTransition): void {
  const { alertName, labels, atMs, to, value } = transition;
  const present = open.get(key);
  if (!present) {
    const firingAtMs = to === 'firing' ? atMs : null;
    open.set(key, { alert: alertName, labels, pendingAtMs: atMs, firingAtMs, value });
  } else if (to === 'firing' && present.firingAtMs === null) {
    present.firingAtMs = atMs;
    present.value = value;
  }
}
