import type { AlertTransition } from '@telltale/station/contract';
import { describe, expect, test } from 'vitest';
import { readableTemplate } from './template-text.ts';
import { buildTimeline } from './timeline.ts';
import { STATE_FILTERS, alertsCodec } from './view-state.ts';

const MINUTE_MS = 60_000;
const NOW = 1000 * MINUTE_MS;

function change(minutesAgo: number, to: AlertTransition['to'], route = '/'): AlertTransition {
  return { atMs: NOW - minutesAgo * MINUTE_MS, to, labels: { route }, value: 1 };
}

describe('buildTimeline', () => {
  test('changes become stretches of time without holes, up to now', () => {
    const { lanes, startMs } = buildTimeline([change(5, 'firing'), change(8, 'pending')], NOW);
    expect(lanes).toHaveLength(1);
    expect(lanes[0].segments).toEqual([
      { startMs, endMs: NOW - 8 * MINUTE_MS, state: 'inactive' },
      { startMs: NOW - 8 * MINUTE_MS, endMs: NOW - 5 * MINUTE_MS, state: 'pending' },
      { startMs: NOW - 5 * MINUTE_MS, endMs: NOW, state: 'firing' },
    ]);
  });

  test('each alert of a rule has a lane of its own', () => {
    const { lanes } = buildTimeline([change(1, 'firing', '/a'), change(2, 'firing', '/b')], NOW);
    expect(lanes.map((lane) => lane.labels.route).sort()).toEqual(['/a', '/b']);
  });

  test('the timeline starts before the oldest change', () => {
    const { startMs } = buildTimeline([change(600, 'firing')], NOW);
    expect(startMs).toBeLessThan(NOW - 600 * MINUTE_MS);
  });
});

test('a template shows what will stand in it', () => {
  expect(readableTemplate('{{ $value | humanizePercentage }} of {{ $labels.route }} fail {{ other }}')).toBe(
    '[value] of [route] fail {{ other }}',
  );
});

test('the filter can be read back from its address', () => {
  for (const state of STATE_FILTERS) {
    expect(alertsCodec.parse(alertsCodec.format({ state }))).toEqual({ state });
  }
  expect(alertsCodec.parse(new URLSearchParams('state=constructor'))).toEqual({ state: 'all' });
});
