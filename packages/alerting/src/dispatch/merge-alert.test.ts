import { LabelSet } from '@telltale/model';
import { describe, expect, test } from 'vitest';
import type { AlertUpdate } from '../alerts/alert-update.ts';
import { mergeAlert } from './merge-alert.ts';

const NOW = 100;

function update(startsAtMs: number, endsAtMs: number, rest: Partial<AlertUpdate> = {}): AlertUpdate {
  return { labels: LabelSet.empty, annotations: {}, startsAtMs, endsAtMs, generatorUrl: '', ...rest };
}

describe('an alert that is sent again', () => {
  test.each([
    ['began when it was first said to', update(10, 200), update(50, 300), [10, 300]],
    ['began earlier where that is learned later', update(50, 200), update(10, 300), [10, 300]],
    ['keeps an end that a sender named', update(10, 300), update(50, 200), [10, 300]],
    ['loses an end that was only assumed', update(10, 300, { isTimeout: true }), update(50, 200), [10, 200]],
    ['is resolved as soon as a sender says so', update(10, 300), update(10, 90), [10, 90]],
    ['was resolved at the latest of two ends', update(10, 80), update(20, 60), [10, 80]],
    ['fires anew after its end', update(10, 60), update(70, 300), [70, 300]],
    ['fires anew from the moment of its end', update(10, 60), update(60, 300), [60, 300]],
  ])('%s', (_, known, next, [startsAtMs, endsAtMs]) => {
    expect(mergeAlert(known, next, NOW)).toMatchObject({ startsAtMs, endsAtMs });
  });

  test('has the newest annotations and page', () => {
    const known = update(10, 200, { annotations: { summary: 'old' }, generatorUrl: '/old' });
    const next = update(20, 300, { annotations: { summary: 'new' }, generatorUrl: '/new' });
    expect(mergeAlert(known, next, NOW)).toMatchObject({
      annotations: { summary: 'new' },
      generatorUrl: '/new',
    });
  });

  test('with an end that was only assumed is held by one that was named', () => {
    const named = update(10, 300);
    const merged = mergeAlert(named, update(20, 200, { isTimeout: true }), NOW);
    expect(merged.endsAtMs).toBe(300);
  });
});
