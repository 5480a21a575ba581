import type { AlertEpisode } from '@telltale/station/contract';
import type { JSX } from 'preact';
import { formatSpan } from '../../../format/ages.ts';
import type { StoryAxis } from '../story-axis.ts';
import { Lane } from './lane.tsx';

/** When one alert was pending, and when it fired. */
export function AlertLane(props: {
  readonly alert: string;
  readonly episodes: readonly AlertEpisode[];
  readonly axis: StoryAxis;
}): JSX.Element {
  const { alert, episodes, axis } = props;
  const firedMs = episodes
    .filter(({ firingAtMs }) => firingAtMs !== null)
    .map(({ firingAtMs, endedAtMs }) => (endedAtMs ?? axis.endMs) - (firingAtMs ?? 0));
  const longest = Math.max(0, ...firedMs);
  const note = firedMs.length === 0 ? 'only pending' : `fired for ${formatSpan(longest)}`;
  return (
    <Lane kind="bars" title={alert} note={note} words={`${alert} ${note}`}>
      <svg class="story-plot" aria-hidden="true">
        {episodes.map((episode) => (
          <EpisodeBars
            key={JSON.stringify([episode.labels, episode.pendingAtMs])}
            episode={episode}
            axis={axis}
          />
        ))}
      </svg>
    </Lane>
  );
}

function EpisodeBars({
  episode,
  axis,
}: {
  readonly episode: AlertEpisode;
  readonly axis: StoryAxis;
}): JSX.Element {
  const { pendingAtMs, firingAtMs, endedAtMs } = episode;
  const endMs = endedAtMs ?? axis.endMs;
  const firesMs = firingAtMs ?? endMs;
  const bar = (fromMs: number, toMs: number) => ({
    x: `${axis.place(fromMs)}%`,
    width: `${Math.max(0, axis.place(toMs) - axis.place(fromMs))}%`,
  });
  return (
    <>
      <rect class="story-pending" {...bar(pendingAtMs, firesMs)} y="25%" height="50%" />
      {firingAtMs !== null && <rect class="story-firing" {...bar(firingAtMs, endMs)} y="10%" height="80%" />}
    </>
  );
}
