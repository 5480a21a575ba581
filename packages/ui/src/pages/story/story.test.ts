import type { Span, StoryResponse } from '@telltale/station/contract';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { foldRepeats, happeningsOf } from './happenings.ts';
import { linePath, valueScale } from './lanes/value-scale.ts';
import { spanRows } from './span-rows.ts';
import { storyAxis } from './story-axis.ts';
import { momentOf, storyCodec } from './view-state.ts';

test('every state of the page is read back from its address', () => {
  const state = fc.record({
    at: fc.option(fc.string({ unit: 'binary', minLength: 1 }), { nil: undefined }),
    onlyTrouble: fc.boolean(),
  });
  fc.assert(
    fc.property(state, (one) => {
      expect(storyCodec.parse(storyCodec.format(one))).toEqual(one);
    }),
  );
});

test('a moment that is none is the newest', () => {
  expect(momentOf({ at: 'yesterday', onlyTrouble: false })).toBeUndefined();
  expect(momentOf({ at: '2026-11-23T04:00:00Z', onlyTrouble: false })).toBe(Date.UTC(2026, 10, 23, 4));
});

test('ticks are few, round, and within the time', () => {
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 2e12 }), fc.integer({ min: 1, max: 4e8 }), (startMs, lengthMs) => {
      const axis = storyAxis(startMs, startMs + lengthMs);
      expect(axis.ticks.length).toBeLessThanOrEqual(9);
      for (const tick of axis.ticks) {
        expect(tick % axis.tickMs).toBe(0);
        expect(tick).toBeGreaterThanOrEqual(startMs);
        expect(tick).toBeLessThanOrEqual(startMs + lengthMs);
      }
    }),
  );
});

test('values stand between the bottom and the top, and the bad value too where it is near', () => {
  const series = (...values: (number | null)[]) => [{ labels: {}, values }];
  const near = valueScale({ series: series(1, null, 3), threshold: { threshold: 5, isBad: 'above' } });
  expect([near.share(0), near.isShown(5), near.peak]).toEqual([0, true, 3]);
  const far = valueScale({ series: series(0.1), threshold: { threshold: 5, isBad: 'above' } });
  expect([far.isShown(5), far.share(0.1) > 0.9]).toEqual([false, true]);
  const empty = valueScale({ series: [], threshold: null });
  expect([empty.peak, Number.isFinite(empty.share(0))]).toEqual([null, true]);
  const flat = valueScale({ series: series(0, 0), threshold: null });
  expect(Number.isFinite(flat.share(0))).toBe(true);
});

test('a line is interrupted where there is no value, and a lone value is a dot', () => {
  const path = (...values: (number | null)[]) =>
    linePath(
      values,
      (i) => i * 10,
      (value) => value,
    );
  expect(path(1, 2, null, 3, null, 4, 5)).toBe('M0 1L10 2M30 3h1M50 4L60 5');
  expect(path(null)).toBe('');
});

function span(spanId: string, startMs: number, durationMs: number, parentSpanId?: string): Span {
  return {
    traceId: 'a'.repeat(32),
    spanId,
    ...(parentSpanId !== undefined && { parentSpanId }),
    name: spanId,
    kind: 'internal',
    startMs,
    durationMs,
    status: 'unset',
    service: 'shop',
    attributes: {},
    events: [],
    links: [],
    resource: {},
  };
}

test('spans stand below their parents, in percent of the trace; none is lost', () => {
  const rows = spanRows([
    span('root', 0, 100),
    span('pay', 10, 50, 'root'),
    span('bank', 20, 30, 'pay'),
    span('mail', 70, 30, 'root'),
    span('orphan', 5, 5, 'gone'),
    span('egg', 1, 1, 'hen'),
    span('hen', 2, 1, 'egg'),
  ]);
  const shown = rows.map((row) => `${' '.repeat(row.depth)}${row.span.name}`);
  expect(shown).toEqual(['root', ' pay', '  bank', ' mail', 'orphan', 'egg', ' hen']);
  expect(rows[2]).toMatchObject({ fromPercent: 20, lengthPercent: 30 });
});

const STORY: StoryResponse = {
  key: 'alert:Slow',
  kind: 'alert',
  title: 'Slow',
  atMs: 100,
  startMs: 0,
  endMs: 200,
  beganMs: 100,
  services: ['shop'],
  metrics: [],
  traces: [],
  trace: null,
  logs: [],
  hasMoreLogs: false,
  alerts: [
    {
      alert: 'Slow',
      labels: { alertname: 'Slow', job: 'shop' },
      pendingAtMs: 100,
      firingAtMs: 120,
      endedAtMs: 300,
      value: 1,
    },
    { alert: 'Gone', labels: {}, pendingAtMs: 110, firingAtMs: 110, endedAtMs: null, value: 1 },
  ],
  notifications: [],
  changes: [{ id: 'd', kind: 'deployment', title: 'v2', text: '', atMs: 90, endMs: null, subject: 'shop' }],
  suspect: 'd',
  missing: [],
};

test('lines that say the same in a row are told once with their number', () => {
  const record = (id: string, timeMs: number, message: string) => ({
    id,
    timeMs,
    severity: 17,
    service: 'shop',
    message,
    attributes: {},
    resource: {},
  });
  const logs = [
    record('1', 10, 'refused'),
    record('2', 20, 'refused'),
    record('3', 30, 'gone'),
    record('4', 95, 'refused'),
  ];
  const told = foldRepeats(happeningsOf({ ...STORY, alerts: [], logs }));
  expect(told.map(({ text, times }) => [text, times])).toEqual([
    ['refused', 2],
    ['gone', undefined],
    ['v2', undefined],
    ['refused', undefined],
  ]);
});

test('what happened is told in its order, each thing once, and nothing of another time', () => {
  expect(happeningsOf(STORY).map(({ word, text, isSuspect }) => [word, text, isSuspect === true])).toEqual([
    ['Deployment', 'v2', true],
    ['Pending', 'Slow', false],
    ['Fires', 'Gone', false],
    ['Fires', 'Slow', false],
  ]);
});
