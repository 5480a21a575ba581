import { formatDuration } from '@telltale/model';
import type { AlertEpisode } from './alert-episodes.ts';
import type { AlertRun } from './run-alerts.ts';

/** More than this nobody reads. */
const MAX_LINES = 8;

/** What happened to an alert in a run, a line for each episode; one line that says so where nothing did. */
export function describeEpisodes(run: AlertRun, alertName: string): readonly string[] {
  const episodes = run.episodes.filter((episode) => episode.alertName === alertName);
  if (episodes.length === 0) {
    return [`${alertName} was never pending or firing up to ${formatDuration(run.endMs - run.startMs)}`];
  }
  const lines = episodes.slice(0, MAX_LINES).map((episode) => describeEpisode(run, episode));
  const left = episodes.length - lines.length;
  return left === 0 ? lines : [...lines, `and ${left} more`];
}

function describeEpisode({ startMs }: AlertRun, episode: AlertEpisode): string {
  const { alertName, labels, activeAtMs, firedAtMs, endedAtMs } = episode;
  const since = (timeMs: number): string => formatDuration(timeMs - startMs);
  const stages = [
    ...(activeAtMs === firedAtMs ? [] : [`pending at ${since(activeAtMs)}`]),
    ...(firedAtMs === undefined ? [] : [`firing at ${since(firedAtMs)}`]),
    ...(endedAtMs === undefined
      ? []
      : [`${firedAtMs === undefined ? 'gone' : 'resolved'} at ${since(endedAtMs)}`]),
  ];
  return `${alertName}${labels.without(['alertname']).toString()}: ${stages.join(', ')}`;
}
