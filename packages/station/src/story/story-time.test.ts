import { expect, test } from 'vitest';
import type { AlertEpisode, Annotation } from '../contract.ts';
import { episodeAt, firstTrouble, includeSuspect, suspectOf, timeOfEpisode } from './story-time.ts';

const MINUTE_MS = 60_000;
const NOW_MS = Date.UTC(2026, 10, 23, 12);

function episode(fromMin: number, toMin: number | null, isFiring = true): AlertEpisode {
  const pendingAtMs = NOW_MS + fromMin * MINUTE_MS;
  return {
    alert: 'Slow',
    labels: {},
    pendingAtMs,
    firingAtMs: isFiring ? pendingAtMs : null,
    endedAtMs: toMin === null ? null : NOW_MS + toMin * MINUTE_MS,
    value: 1,
  };
}

function change(kind: Annotation['kind'], atMin: number, subject = 'shop'): Annotation {
  const atMs = NOW_MS + atMin * MINUTE_MS;
  return { id: `${kind} ${atMin}`, kind, title: kind, text: '', atMs, endMs: null, subject };
}

test('the episode of a moment is the one that went on then, or the nearest', () => {
  const [old, short, long, late] = [
    episode(-90, -80),
    episode(-40, -30, false),
    episode(-35, -10),
    episode(-2, null),
  ];
  const all = [late, long, short, old];
  const at = (minutes: number) => episodeAt(all, NOW_MS + minutes * MINUTE_MS);
  expect(at(-85)).toBe(old);
  expect(at(-38)).toBe(short);
  expect(at(-33)).toBe(long);
  expect(at(-76)).toBe(old);
  expect(at(0)).toBe(late);
  expect(episodeAt([], NOW_MS)).toBeUndefined();
});

test('what led up to an episode is told, and nothing of the future', () => {
  const minutes = ({ startMs, endMs }: { startMs: number; endMs: number }) =>
    [startMs, endMs].map((ms) => (ms - NOW_MS) / MINUTE_MS);
  expect(minutes(timeOfEpisode(episode(-5, null), NOW_MS))).toEqual([-15, 0]);
  expect(minutes(timeOfEpisode(episode(-90, -30), NOW_MS))).toEqual([-110, -20]);
  expect(minutes(timeOfEpisode(episode(-3000, -20), NOW_MS))).toEqual([-3060, -1530]);
});

test('the last deployment before is to blame, or else a restart; never what came later or was of others', () => {
  const began = NOW_MS;
  const suspect = (...changes: Annotation[]) => suspectOf(changes, new Set(['shop']), began)?.id;
  expect(suspect(change('deployment', -60), change('restart', -59))).toBe('deployment -60');
  expect(suspect(change('deployment', -60), change('deployment', -5))).toBe('deployment -5');
  expect(suspect(change('deployment', 1), change('restart', -3))).toBe('restart -3');
  expect(suspect(change('deployment', -1, 'mail'), change('target', -1))).toBeUndefined();
  expect(suspect(change('reload', -1, ''))).toBe('reload -1');
  expect(suspect(change('deployment', -361))).toBeUndefined();
});

test('it went wrong with the first alert that still fired when the trouble began', () => {
  const first = (...episodes: AlertEpisode[]) =>
    (firstTrouble(episodes, { startMs: NOW_MS - 60 * MINUTE_MS, beganMs: NOW_MS }) - NOW_MS) / MINUTE_MS;
  expect(first()).toBe(0);
  expect(first(episode(-5, null), episode(-3, 10))).toBe(-5);
  expect(first(episode(-5, -1), episode(-4, null, false), episode(-90, null))).toBe(0);
});

test('the axis reaches back to what is to blame where that is near', () => {
  const range = { startMs: NOW_MS - 10 * MINUTE_MS, endMs: NOW_MS };
  expect(includeSuspect(range, undefined)).toBe(range);
  expect(includeSuspect(range, change('deployment', -5))).toBe(range);
  expect(includeSuspect(range, change('deployment', -200))).toBe(range);
  expect(includeSuspect(range, change('deployment', -40)).startMs).toBe(NOW_MS - 42 * MINUTE_MS);
});
