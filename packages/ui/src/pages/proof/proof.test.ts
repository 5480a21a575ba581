import type { DrillDelivery, DrillHop, ProofRunAlert } from '@telltale/station/contract';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { provingCodec } from './proving.ts';
import { readableMessage } from './readable-message.ts';
import { adviceFor, runVerdict } from './run-verdict.ts';
import { deliveredAfterMs, timelineOf, waitsOf } from './timeline.ts';

function hop(stage: DrillHop['stage'], serviceMs: number, detail = ''): DrillHop {
  return { stage, serviceMs, wallMs: 1, detail };
}

const HOPS = [
  hop('synthesised', 0),
  hop('quiet', 0),
  hop('pending', 2000),
  hop('firing', 12_000),
  hop('routed', 12_000, 'to ops, mail'),
  hop('delivered', 14_000, 'to ops'),
  hop('delivered', 15_000, 'to mail, attempt 2'),
  hop('resolved', 42_000),
  hop('resolve-delivered', 44_000, 'to ops'),
];

function delivery(receiver: string, status: DrillDelivery['status'], serviceMs: number): DrillDelivery {
  return { receiver, kind: 'webhook', status, serviceMs, payload: { receiver }, answer: 'HTTP 200' };
}

const DELIVERIES = [
  delivery('ops', 'firing', 14_000),
  delivery('mail', 'firing', 15_000),
  delivery('ops', 'resolved', 44_000),
];

test('the way of an alert has each stage with its moment, and each message where it arrived', () => {
  const rows = timelineOf(HOPS, DELIVERIES);
  expect(rows.map(({ stage }) => stage)).toEqual(HOPS.map(({ stage }) => stage));
  expect(rows.map(({ afterMs }) => afterMs)).toEqual([
    null,
    null,
    2000,
    12_000,
    12_000,
    14_000,
    15_000,
    42_000,
    44_000,
  ]);
  expect(rows.map(({ deliveries }) => deliveries.map(({ receiver }) => receiver).join())).toEqual(
    [',,,,', 'ops,mail,,ops'].join(',').split(','),
  );
  expect(deliveredAfterMs(HOPS)).toBe(14_000);
  expect(deliveredAfterMs([])).toBeNull();
});

test('what is still to come follows what was reached', () => {
  const rows = timelineOf(HOPS.slice(0, 4), []);
  expect(rows.filter(({ isReached }) => !isReached).map(({ stage }) => stage)).toEqual([
    'routed',
    'delivered',
    'resolved',
    'resolve-delivered',
  ]);
  expect(timelineOf([], []).every(({ isReached }) => !isReached)).toBe(true);
});

test('what a person waits for is told as far as it went', () => {
  expect(waitsOf(HOPS).map(({ kind, fromMs, toMs }) => [kind, fromMs, toMs])).toEqual([
    ['fires', 0, 12_000],
    ['arrives', 12_000, 14_000],
    ['ends', 42_000, 44_000],
  ]);
  expect(waitsOf(HOPS.slice(0, 5)).map(({ kind }) => kind)).toEqual(['fires']);
});

const NOW_MS = 1_800_000_000_000;
const WAITING: ProofRunAlert = { alert: 'Slow', state: 'waiting', passed: [], hops: [], proof: null };

function proven(agoMs: number): ProofRunAlert {
  const proof = {
    alertName: 'Slow',
    query: 'up == 0',
    severity: 'page',
    hash: '',
    level: 5,
    steps: [],
    series: [],
    hops: HOPS,
    deliveries: [],
    provenAtMs: NOW_MS - agoMs,
  } as const;
  return { ...WAITING, state: 'proven', proof };
}

test('an alert of a run is told with its state, and when proven with the time to its delivery', () => {
  const words = (alert: ProofRunAlert, isOver = false) => runVerdict(alert, isOver, NOW_MS).words;
  expect(words(WAITING)).toBe('waiting');
  expect(words({ ...WAITING, state: 'running' })).toBe('being proven');
  expect(words(WAITING, true)).toBe('not tried');
  expect(words({ ...WAITING, state: 'running' }, true)).toBe('not tried');
  expect(words({ ...WAITING, state: 'failed' })).toBe('not proven');
  expect(words(proven(5000))).toBe('proven now, 14 s to deliver');
  expect(words(proven(3 * 3_600_000))).toBe('proven 3 h ago, 14 s to deliver');
});

test('every step that can fail says what to do next', () => {
  const steps = ['parses', 'references exist', 'fires and resolves', 'accepted by receivers'];
  expect(new Set(steps.map(adviceFor)).size).toBe(steps.length);
  expect(adviceFor('a step of tomorrow')).toMatch(/prove it again/);
});

test('a mail is read by its head and text, a posted body by its fields, anything else as it is', () => {
  const mail = {
    from: 'a@example.org',
    to: ['b@example.org', 'c@example.org'],
    subject: 'Down',
    text: 'It is.',
  };
  expect(readableMessage('email', mail)).toEqual({
    kind: 'mail',
    head: [
      ['from', 'a@example.org'],
      ['to', 'b@example.org, c@example.org'],
      ['subject', 'Down'],
    ],
    text: 'It is.',
  });
  expect(readableMessage('email', { subject: 'Down', text: ' ', html: '<b>Down</b>' })).toMatchObject({
    text: '<b>Down</b>',
  });
  expect(readableMessage('webhook', '{"a":1}')).toEqual({ kind: 'json', value: { a: 1 } });
  expect(readableMessage('slack', { text: 'x' })).toEqual({ kind: 'json', value: { text: 'x' } });
  expect(readableMessage('webhook', 'plain')).toEqual({ kind: 'text', text: 'plain' });
  expect(readableMessage('webhook', 7)).toEqual({ kind: 'text', text: '7' });
});

test('what is being proven can be read back from its address', () => {
  const states = fc.record({
    alerts: fc.array(fc.string({ unit: 'grapheme' })),
    isEveryUnproven: fc.boolean(),
    run: fc.option(fc.string({ unit: 'grapheme' }), { nil: undefined }),
  });
  fc.assert(
    fc.property(states, (state) => {
      expect(provingCodec.parse(new URLSearchParams(provingCodec.format(state).toString()))).toEqual(state);
    }),
  );
});
