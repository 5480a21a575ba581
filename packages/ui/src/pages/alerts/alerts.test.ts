import type { AlertEpisode, AlertInstanceView, AlertRuleView, RouteStep } from '@telltale/station/contract';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { keyOfLabels } from './alert-key.ts';
import { choicesOf, commonLabels, filterRows, groupRows, rowsOf } from './alert-rows.ts';
import type { AlertFilter } from './alert-rows.ts';
import { lanesOf } from './episode-lanes.ts';
import { shownSteps } from './rule/shown-steps.ts';
import { readableTemplate } from './template-text.ts';
import {
  ALERT_VIEWS,
  OUTCOME_FILTERS,
  STATE_FILTERS,
  UNFILTERED,
  alertsCodec,
  openedCodec,
} from './view-state.ts';

const MINUTE_MS = 60_000;
const NOW = 1000 * MINUTE_MS;

function instance(
  labels: Record<string, string>,
  change: Partial<AlertInstanceView> = {},
): AlertInstanceView {
  return {
    labels,
    annotations: {},
    state: 'firing',
    activeAtMs: NOW,
    value: 1,
    receivers: [],
    silencedBy: [],
    inhibitedBy: [],
    mutedBy: [],
    ...change,
  };
}

function rule(
  name: string,
  alerts: readonly AlertInstanceView[],
  change: Partial<AlertRuleView> = {},
): AlertRuleView {
  return {
    name,
    group: 'shop',
    query: 'up == 0',
    unit: '',
    condition: null,
    forMs: 0,
    labels: {},
    annotations: {},
    state: alerts.length === 0 ? 'inactive' : 'firing',
    alerts,
    lastEvaluationMs: null,
    lastDurationMs: null,
    lastError: '',
    source: '',
    history: [],
    ...change,
  };
}

const RULES = [
  rule('Quiet', [], { labels: { severity: 'page' }, annotations: { summary: 'All is well' } }),
  rule('Slow', [
    instance({ severity: 'ticket', job: 'shop', route: '/a' }, { receivers: ['ops'] }),
    instance({ severity: 'ticket', job: 'mail', route: '/b' }, { state: 'pending' }),
  ]),
  rule('Down', [instance({ severity: 'page', service: 'shop', job: 'x' }, { receivers: ['ops', 'boss'] })]),
];

describe('rows of the page', () => {
  const rows = rowsOf(RULES);
  const names = (filter: Partial<AlertFilter>) =>
    filterRows(rows, { ...UNFILTERED, ...filter }).map((row) => `${row.rule.name} ${row.state}`);

  test('what fires comes before what waits and what is quiet, what is urgent before what is not', () => {
    expect(names({})).toEqual(['Down firing', 'Slow firing', 'Slow pending', 'Quiet inactive']);
    expect(new Set(rows.map(({ key }) => key)).size).toBe(rows.length);
  });

  test.each([
    [{ state: 'pending' }, ['Slow pending']],
    [{ severity: 'page' }, ['Down firing', 'Quiet inactive']],
    [{ service: 'shop' }, ['Down firing', 'Slow firing']],
    [{ receiver: 'boss' }, ['Down firing']],
    [{ search: 'ROUTE=/B' }, ['Slow pending']],
    [{ search: 'all is well' }, ['Quiet inactive']],
    [{ severity: 'page', receiver: 'nobody' }, []],
  ] as const)('%j lets through %j', (filter, expected) => {
    expect(names(filter)).toEqual(expected);
  });

  test('rows are grouped by the values of a label; those without it are a group of their own', () => {
    const groups = groupRows(rows, 'job').map(({ value, rows: members }) => [value, members.length]);
    expect(groups).toEqual([
      ['x', 1],
      ['shop', 1],
      ['mail', 1],
      ['', 1],
    ]);
    expect(groupRows(rows, '')).toEqual([{ value: '', rows }]);
  });

  test('what can be chosen is what there is', () => {
    expect(choicesOf(rows)).toMatchObject({
      severities: ['page', 'ticket'],
      services: ['mail', 'shop'],
      receivers: ['boss', 'ops'],
    });
  });
});

test('a silence of several alerts takes the labels that they have alike', () => {
  expect(
    commonLabels([
      { a: '1', b: '2' },
      { a: '1', b: '3' },
    ]),
  ).toEqual({ a: '1' });
  expect(commonLabels([])).toEqual({});
});

test('an alert has one name whatever the order of its labels', () => {
  expect(keyOfLabels({ b: '2', alertname: 'X', a: '1' })).toBe(keyOfLabels({ a: '1', b: '2' }));
});

describe('strips of the past', () => {
  const episode = (change: Partial<AlertEpisode>): AlertEpisode => ({
    alert: 'Slow',
    labels: { route: '/' },
    pendingAtMs: NOW - 8 * MINUTE_MS,
    firingAtMs: NOW - 5 * MINUTE_MS,
    endedAtMs: null,
    value: 1,
    ...change,
  });
  const window = { startMs: NOW - 60 * MINUTE_MS, endMs: NOW };

  test('a time that goes on is pending, then firing up to now', () => {
    expect(lanesOf([episode({})], window)[0].segments).toEqual([
      { startMs: NOW - 8 * MINUTE_MS, endMs: NOW - 5 * MINUTE_MS, state: 'pending' },
      { startMs: NOW - 5 * MINUTE_MS, endMs: NOW, state: 'firing' },
    ]);
  });

  test('each alert of a rule has a strip of its own, the one that was active last first', () => {
    const lanes = lanesOf(
      [
        episode({
          labels: { route: '/old' },
          pendingAtMs: NOW - 50 * MINUTE_MS,
          endedAtMs: NOW - 40 * MINUTE_MS,
        }),
        episode({ labels: { route: '/new' } }),
        episode({
          labels: { route: '/old' },
          pendingAtMs: NOW - 30 * MINUTE_MS,
          endedAtMs: NOW - 20 * MINUTE_MS,
        }),
      ],
      window,
    );
    expect(lanes.map(({ labels }) => labels['route'])).toEqual(['/new', '/old']);
    expect(lanes[1].segments.length).toBeGreaterThan(1);
  });

  test('segments lie within the time that is shown, in order and apart', () => {
    const times = fc.array(fc.integer({ min: 0, max: 200 }), { minLength: 6, maxLength: 6 });
    fc.assert(
      fc.property(times, fc.boolean(), (minutes, isOpen) => {
        const [a, b, c, d, e, f] = minutes.toSorted((x, y) => x - y).map((minute) => minute * MINUTE_MS);
        const past = [
          episode({ pendingAtMs: a, firingAtMs: b, endedAtMs: c }),
          episode({ pendingAtMs: d, firingAtMs: isOpen ? null : e, endedAtMs: isOpen ? null : f }),
        ];
        const shown = { startMs: 50 * MINUTE_MS, endMs: 200 * MINUTE_MS };
        const [lane] = lanesOf(past, shown);
        let atMs = shown.startMs;
        for (const segment of lane.segments) {
          expect(segment.startMs).toBeGreaterThanOrEqual(atMs);
          expect(segment.endMs).toBeGreaterThan(segment.startMs);
          atMs = segment.endMs;
        }
        expect(atMs).toBeLessThanOrEqual(shown.endMs);
      }),
    );
  });
});

test('of a routing tree what stands below a route that does not match is left out', () => {
  const step = (depth: number, outcome: RouteStep['outcome']): RouteStep => ({
    matchers: [],
    receiver: '',
    depth,
    outcome,
    failedMatcher: '',
    isTold: false,
    groupBy: [],
    groupWaitMs: 0,
    groupIntervalMs: 0,
    repeatIntervalMs: 0,
    mutedBy: [],
    continues: false,
  });
  const tree = [
    step(0, 'matches'),
    step(1, 'does-not-match'),
    step(2, 'not-asked'),
    step(1, 'matches'),
    step(2, 'matches'),
    step(1, 'not-asked'),
  ];
  const { steps, omitted } = shownSteps(tree);
  expect(steps.map(({ depth }) => depth)).toEqual([0, 1, 1, 2, 1]);
  expect(omitted).toBe(1);
});

test('a template shows what will stand in it', () => {
  expect(readableTemplate('{{ $value | humanizePercentage }} of {{ $labels.route }} fail {{ other }}')).toBe(
    '[value] of [route] fail {{ other }}',
  );
});

test('the filter can be read back from its address', () => {
  const text = fc.string();
  const states = fc.record({
    view: fc.constantFrom(...ALERT_VIEWS),
    search: text,
    state: fc.constantFrom(...STATE_FILTERS),
    severity: text,
    service: text,
    receiver: text,
    groupBy: text,
    outcome: fc.constantFrom(...OUTCOME_FILTERS),
    before: fc.nat(),
  });
  fc.assert(
    fc.property(states, (state) => {
      expect(alertsCodec.parse(new URLSearchParams(alertsCodec.format(state).toString()))).toEqual({
        ...state,
        ...wellFormed(state),
      });
    }),
  );
  expect(alertsCodec.parse(new URLSearchParams('state=constructor')).state).toBe('all');
  fc.assert(
    fc.property(text, fc.constantFrom('none' as const, 'test' as const), (name, dialog) => {
      const state = { instance: name.toWellFormed(), dialog };
      expect(openedCodec.parse(openedCodec.format(state))).toEqual(state);
    }),
  );
});

/** An address carries no half characters. */
function wellFormed<State extends object>(state: State): Partial<State> {
  const texts = Object.entries(state).filter(([, value]) => typeof value === 'string');
  return Object.fromEntries(
    texts.map(([name, value]) => [name, String(value).toWellFormed()]),
  ) as Partial<State>;
}
