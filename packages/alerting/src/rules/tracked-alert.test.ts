import { LabelSet } from '@telltale/model';
import { describe, expect, test } from 'vitest';
import { RESOLVED_RETENTION_MS, isSendDue, missAlert, observeAlert } from './tracked-alert.ts';
import type { TrackedAlert } from './tracked-alert.ts';

const seen = { labels: LabelSet.of({ alertname: 'A' }), annotations: {}, value: 1 };

/** Runs a rule over `1` (holds) and `0` (does not), one evaluation a second; states as letters. */
function run(pattern: string, forMs: number, keepFiringForMs = 0): string {
  let alert: TrackedAlert | undefined;
  let states = '';
  for (const [i, holds] of pattern.split('').entries()) {
    const hold = { forMs, keepFiringForMs };
    if (holds === '1') alert = observeAlert(alert, seen, hold, i * 1000);
    else alert = alert && missAlert(alert, hold, i * 1000);
    states += { pending: 'p', firing: 'F', inactive: 'i' }[alert?.state ?? 'inactive'];
  }
  return states;
}

describe('the states of an alert', () => {
  test.each([
    ['fires at once without a hold time', '0110', 0, 0, 'iFFi'],
    ['is pending until the hold time is over', '1111', 2000, 0, 'ppFF'],
    ['starts again when it was interrupted while pending', '110111', 2000, 0, 'ppippF'],
    ['starts pending again after it resolved', '11101110', 2000, 0, 'ppFippFi'],
    ['goes on firing for keep_firing_for', '1000', 0, 2000, 'FFFi'],
    ['counts keep_firing_for anew after it held again', '100100', 0, 2000, 'FFFFFF'],
    ['keep_firing_for does not keep a pending alert', '110', 5000, 5000, 'ppi'],
  ])('an alert %s', (_, pattern, forMs, keepFiringForMs, expected) => {
    expect(run(pattern, forMs, keepFiringForMs)).toBe(expected);
  });

  test('a resolved alert is forgotten after fifteen minutes', () => {
    const hold = { forMs: 0, keepFiringForMs: 0 };
    const firing = { ...observeAlert(undefined, seen, hold, 0), lastSentMs: 0 };
    const resolved = missAlert(firing, hold, 1000)!;
    expect(missAlert(resolved, hold, 1000 + RESOLVED_RETENTION_MS)).toBe(resolved);
    expect(missAlert(resolved, hold, 1001 + RESOLVED_RETENTION_MS)).toBeUndefined();
  });
});

describe('when an alert is told', () => {
  const hold = { forMs: 0, keepFiringForMs: 0 };
  const firing = observeAlert(undefined, seen, hold, 0);

  test('a pending alert is not told', () => {
    expect(isSendDue(observeAlert(undefined, seen, { ...hold, forMs: 1 }, 0), 60_000, 0)).toBe(false);
  });

  test('a firing alert is told at once and again after the resend delay', () => {
    expect(isSendDue(firing, 60_000, 0)).toBe(true);
    expect(isSendDue({ ...firing, lastSentMs: 0 }, 60_000, 59_999)).toBe(false);
    expect(isSendDue({ ...firing, lastSentMs: 0 }, 60_000, 60_000)).toBe(true);
  });

  test('the end of an alert is told at once', () => {
    const resolved = missAlert({ ...firing, lastSentMs: 0 }, hold, 1000)!;
    expect(isSendDue(resolved, 60_000, 1000)).toBe(true);
  });
});
