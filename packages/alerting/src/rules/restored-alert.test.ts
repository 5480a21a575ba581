import { LabelSet } from '@telltale/model';
import { describe, expect, test } from 'vitest';
import { restoredAlert } from './restored-alert.ts';
import type { TrackedAlert } from './tracked-alert.ts';

const MINUTE = 60_000;

function alert(rest: Partial<TrackedAlert>): TrackedAlert {
  return {
    labels: LabelSet.of({ alertname: 'A' }),
    annotations: {},
    state: 'pending',
    value: 1,
    activeAtMs: 0,
    firedAtMs: null,
    resolvedAtMs: null,
    keepFiringSinceMs: null,
    lastSentMs: null,
    ...rest,
  };
}

/** When a pending alert fires that became active at minute 0, in minutes. */
function firesAt(forMin: number, downAtMin: number, nowMin: number): number {
  const outage = { downAtMs: downAtMin * MINUTE, nowMs: nowMin * MINUTE, intervalMs: MINUTE };
  const [restored] = restoredAlert(alert({}), forMin * MINUTE, outage);
  return restored.activeAtMs / MINUTE + forMin;
}

describe('a pending alert after an outage', () => {
  test.each([
    ['goes on as before when no evaluation was left out', 30, 20, 21, 30],
    ['has the rest of its time before it', 30, 5, 25, 50],
    ['waits ten minutes where less is left', 30, 25, 40, 50],
    ['that holds for a short time has the rest of it before it', 5, 3, 33, 35],
  ])('%s', (_, forMin, downAtMin, nowMin, expected) => {
    expect(firesAt(forMin, downAtMin, nowMin)).toBe(expected);
  });

  test('of more than an hour is forgotten', () => {
    const outage = { downAtMs: 0, nowMs: 61 * MINUTE, intervalMs: MINUTE };
    expect(restoredAlert(alert({}), 5 * MINUTE, outage)).toEqual([]);
  });
});

describe('a firing alert after an outage', () => {
  const firing = alert({ state: 'firing', firedAtMs: 0 });

  test('goes on', () => {
    const outage = { downAtMs: 0, nowMs: 59 * MINUTE, intervalMs: MINUTE };
    expect(restoredAlert(firing, 0, outage)).toEqual([firing]);
  });

  test('of more than an hour has ended', () => {
    const outage = { downAtMs: 0, nowMs: 61 * MINUTE, intervalMs: MINUTE };
    expect(restoredAlert(firing, 0, outage)).toMatchObject([
      { state: 'inactive', resolvedAtMs: 61 * MINUTE },
    ]);
  });
});
