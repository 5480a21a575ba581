import type { AlertEpisode } from '@telltale/station/contract';
import { keyOfLabels } from './alert-key.ts';
import type { Labels } from './alert-key.ts';

/** A stretch of time that an alert was active in one state. */
export interface LaneSegment {
  readonly startMs: number;
  readonly endMs: number;
  readonly state: 'pending' | 'firing';
}

/** The times that one alert was active, within the time that is shown. */
export interface EpisodeLane {
  readonly key: string;
  readonly alert: string;
  readonly labels: Labels;
  /** Oldest first; they do not overlap. */
  readonly segments: readonly LaneSegment[];
}

/** The time that is shown. */
export interface LaneWindow {
  readonly startMs: number;
  readonly endMs: number;
}

/** One lane for each alert, those that were active last first. What goes on ends at the end of the window. */
export function lanesOf(episodes: readonly AlertEpisode[], window: LaneWindow): readonly EpisodeLane[] {
  const newestFirst = [...episodes].sort((a, b) => b.pendingAtMs - a.pendingAtMs);
  const byAlert = Map.groupBy(newestFirst, ({ alert, labels }) => `${alert} ${keyOfLabels(labels)}`);
  return [...byAlert].map(([key, [newest, ...older]]) => ({
    key,
    alert: newest.alert,
    labels: newest.labels,
    segments: [newest, ...older].toReversed().flatMap((episode) => segmentsOf(episode, window)),
  }));
}

function segmentsOf(episode: AlertEpisode, { startMs, endMs }: LaneWindow): readonly LaneSegment[] {
  const end = episode.endedAtMs ?? endMs;
  const firing = episode.firingAtMs ?? end;
  const parts: readonly LaneSegment[] = [
    { startMs: episode.pendingAtMs, endMs: firing, state: 'pending' },
    { startMs: firing, endMs: end, state: 'firing' },
  ];
  return parts
    .map((part) => ({
      ...part,
      startMs: Math.max(startMs, part.startMs),
      endMs: Math.min(endMs, part.endMs),
    }))
    .filter((part) => part.endMs > part.startMs);
}
