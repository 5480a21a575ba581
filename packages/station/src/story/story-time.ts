import type { TimeRange } from '@telltale/model';
import type { AlertEpisode, Annotation } from '../contract.ts';

const MINUTE_MS = 60_000;
/** How much is told before it went wrong, and after it was over. */
const LEAST_LEAD_MS = 10 * MINUTE_MS;
const MOST_LEAD_MS = 60 * MINUTE_MS;
const MOMENT_MS = 15 * MINUTE_MS;
/** What goes on for longer is told up to here. */
const MOST_TOLD_MS = 24 * 60 * MINUTE_MS;
/** A change so long before may be to blame; it is shown on the axis where it is within the most that leads up. */
export const SUSPECT_MS = 6 * 60 * MINUTE_MS;

/** What changes a program or what it runs on. */
const BLAMED: ReadonlySet<Annotation['kind']> = new Set(['deployment', 'reload', 'restart']);

/** The episode that went on at a moment, or else the one nearest to it. */
export function episodeAt(episodes: readonly AlertEpisode[], atMs: number): AlertEpisode | undefined {
  const distance = ({ pendingAtMs, endedAtMs }: AlertEpisode): number =>
    Math.max(0, pendingAtMs - atMs, atMs - (endedAtMs ?? Infinity));
  // Of several at once the one that fired tells more than one that was only pending.
  const rank = (episode: AlertEpisode): number => (episode.firingAtMs === null ? 1 : 0);
  return episodes.toSorted((a, b) => distance(a) - distance(b) || rank(a) - rank(b))[0];
}

/** The time to tell of an episode: what led up to it, and a little of what came after. */
export function timeOfEpisode({ pendingAtMs, endedAtMs }: AlertEpisode, nowMs: number): TimeRange {
  const endedMs = Math.min(endedAtMs ?? nowMs, pendingAtMs + MOST_TOLD_MS);
  const leadMs = Math.min(MOST_LEAD_MS, Math.max(LEAST_LEAD_MS, (endedMs - pendingAtMs) / 3));
  return { startMs: pendingAtMs - leadMs, endMs: Math.min(nowMs, endedMs + leadMs / 2) };
}

/** The time around something that has no length worth speaking of. */
export function timeAround({ startMs, endMs }: TimeRange, nowMs: number): TimeRange {
  return { startMs: startMs - MOMENT_MS, endMs: Math.max(startMs + 1, Math.min(nowMs, endMs + MOMENT_MS)) };
}

/** When it went wrong: with the first alert that still fired when the story's own trouble began, or with that. */
export function firstTrouble(
  episodes: readonly AlertEpisode[],
  { startMs, beganMs }: { readonly startMs: number; readonly beganMs: number },
): number {
  const others = episodes
    .filter(({ firingAtMs, endedAtMs }) => firingAtMs !== null && (endedAtMs ?? Infinity) >= beganMs)
    .map(({ pendingAtMs }) => pendingAtMs)
    .filter((ms) => ms >= startMs);
  return Math.min(beganMs, ...others);
}

/** The last change of these services, or of everything, before it went wrong. */
export function suspectOf(
  changes: readonly Annotation[],
  subjects: ReadonlySet<string>,
  beganMs: number,
): Annotation | undefined {
  return changes
    .filter(({ kind, atMs }) => BLAMED.has(kind) && atMs <= beganMs && atMs >= beganMs - SUSPECT_MS)
    .filter(({ subject }) => subject === '' || subjects.has(subject))
    .toSorted((a, b) => weight(b) - weight(a) || b.atMs - a.atMs)[0];
}

/** A deployment explains the restart that it brings. */
function weight({ kind }: Annotation): number {
  return kind === 'deployment' ? 1 : 0;
}

/** The axis begins before a change that is to blame, if that is not too long ago. */
export function includeSuspect(range: TimeRange, suspect: Annotation | undefined): TimeRange {
  const earliestMs = range.startMs - MOST_LEAD_MS;
  if (!suspect || suspect.atMs >= range.startMs || suspect.atMs < earliestMs) return range;
  return { ...range, startMs: suspect.atMs - (range.endMs - suspect.atMs) / 20 };
}

/** Whole milliseconds, as queries ask for. */
export function wholeMs({ startMs, endMs }: TimeRange): TimeRange {
  return { startMs: Math.floor(startMs), endMs: Math.ceil(endMs) };
}
