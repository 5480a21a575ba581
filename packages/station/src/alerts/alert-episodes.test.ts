import type { AlertTransition } from '@telltale/alerting';
import { expect, test } from 'vitest';
import { episodesOf } from './alert-episodes.ts';

function change(atMs: number, to: AlertTransition['to'], route = '/a', alertName = 'Slow'): AlertTransition {
  return { alertName, atMs, to, labels: { alertname: alertName, route }, value: atMs };
}

const ALL = { startMs: 0, endMs: 1000 };

test('an alert that was pending, fired and ended is one episode', () => {
  const changes = [change(10, 'pending'), change(20, 'firing'), change(30, 'inactive')];
  expect(episodesOf(changes, ALL)).toEqual([
    {
      alert: 'Slow',
      labels: { alertname: 'Slow', route: '/a' },
      pendingAtMs: 10,
      firingAtMs: 20,
      endedAtMs: 30,
      value: 20,
    },
  ]);
});

test('one that never fired, and one that goes on, say so; the newest comes first', () => {
  const changes = [change(10, 'pending'), change(15, 'inactive'), change(20, 'firing', '/b')];
  expect(episodesOf(changes, ALL).map((one) => [one.labels['route'], one.firingAtMs, one.endedAtMs])).toEqual(
    [
      ['/b', 20, null],
      ['/a', null, 15],
    ],
  );
});

test('alerts of other labels are other episodes', () => {
  const changes = [change(1, 'firing'), change(2, 'firing', '/b'), change(3, 'inactive', '/b')];
  expect(episodesOf(changes, ALL).map((one) => one.endedAtMs)).toEqual([3, null]);
});

test('only what was active within the range counts, also when it began before', () => {
  const changes = [
    change(10, 'firing'),
    change(20, 'inactive'),
    change(30, 'firing'),
    change(60, 'inactive'),
    change(90, 'firing'),
  ];
  const within = episodesOf(changes, { startMs: 50, endMs: 80 });
  expect(within.map((one) => [one.pendingAtMs, one.endedAtMs])).toEqual([[30, 60]]);
});

test('one alert alone can be asked for', () => {
  const changes = [change(1, 'firing'), change(2, 'firing', '/a', 'Down')];
  expect(episodesOf(changes, { ...ALL, alert: 'Down' }).map((one) => one.alert)).toEqual(['Down']);
});
