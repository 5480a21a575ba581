import type { AlertEpisode, Backtest } from '@telltale/alerting';
import { formatDuration } from '@telltale/model';
import { printable } from '../io/printable.ts';

const WEEK_MS = 7 * 86_400_000;
/** Episodes that are listed of each alert, the newest. */
const SHOWN_EPISODES = 5;

/** How an alert would have behaved, in figures. */
export interface BacktestSummary {
  readonly alertName: string;
  /** Times that it would have fired. */
  readonly fired: number;
  /** Times that its condition held, and not for long enough. */
  readonly onlyPending: number;
  readonly perWeek: number;
  readonly firingMs: number;
  readonly longestMs: number;
  readonly lastFiredMs: number | undefined;
}

/** Figures of a replay. */
export function summarise({ alertName, episodes, startMs, endMs }: Backtest): BacktestSummary {
  const fired = episodes.filter(({ firedAtMs }) => firedAtMs !== undefined);
  const lengths = fired.map((episode) => lengthMs(episode, endMs));
  return {
    alertName,
    fired: fired.length,
    onlyPending: episodes.length - fired.length,
    perWeek: (fired.length * WEEK_MS) / Math.max(1, endMs - startMs),
    firingMs: lengths.reduce((sum, length) => sum + length, 0),
    longestMs: Math.max(0, ...lengths),
    lastFiredMs: fired.at(-1)?.firedAtMs,
  };
}

/** All replays for people: a line each, and the newest times of those that would have fired. */
export function printBacktests(backtests: readonly Backtest[], rangeText: string): string {
  const rows = backtests.map(summarise);
  const width = Math.max(5, ...rows.map(({ alertName }) => alertName.length)) + 2;
  const header = `${'alert'.padEnd(width)}${'fired'.padStart(6)}${'a week'.padStart(8)}${'only pending'.padStart(14)}${'longest'.padStart(10)}${'in all'.padStart(10)}`;
  const lines = rows.map(
    ({ alertName, fired, perWeek, onlyPending, longestMs, firingMs }) =>
      printable(alertName).padEnd(width) +
      String(fired).padStart(6) +
      perWeek.toFixed(1).padStart(8) +
      String(onlyPending).padStart(14) +
      (fired === 0 ? '–' : durationText(longestMs)).padStart(10) +
      (fired === 0 ? '–' : durationText(firingMs)).padStart(10),
  );
  const details = backtests.flatMap((backtest) => episodeLines(backtest));
  return `${[`In the last ${rangeText} these would have:`, '', header, ...lines, ...details].join('\n')}\n`;
}

function episodeLines({ alertName, episodes, endMs }: Backtest): readonly string[] {
  const fired = episodes.filter(({ firedAtMs }) => firedAtMs !== undefined);
  if (fired.length === 0) return [];
  const shown = fired.slice(-SHOWN_EPISODES).map((episode) => {
    const at = new Date(episode.firedAtMs ?? 0).toISOString().replace(/\.\d+Z$/, 'Z');
    const length = durationText(lengthMs(episode, endMs));
    const end = episode.endedAtMs === undefined ? ', and fires still' : '';
    return `  ${at}  ${length.padStart(8)}  ${printable(episode.labels.toString())}${end}`;
  });
  const more = fired.length > SHOWN_EPISODES ? [`  … and ${fired.length - SHOWN_EPISODES} before`] : [];
  return ['', printable(alertName), ...shown, ...more];
}

function lengthMs({ firedAtMs = 0, endedAtMs }: AlertEpisode, endMs: number): number {
  return (endedAtMs ?? endMs) - firedAtMs;
}

function durationText(ms: number): string {
  return formatDuration(Math.round(ms / 1000) * 1000);
}
