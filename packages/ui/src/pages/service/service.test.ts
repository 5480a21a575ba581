import type { Annotation, ServiceView, SloView } from '@telltale/station/contract';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { PanelData } from '../../data/panel-board.ts';
import { changesOf } from './changes-of.ts';
import { flowRates, shareWords } from './flow-rates.ts';
import { readFigure } from './service-figures.ts';
import { chartPanels, tilePanels } from './service-panels.ts';
import { sloWords } from './slo-words.ts';
import { sortServices } from './sort-services.ts';
import { changesCodec, serviceCodec } from './view-state.ts';

function service(name: string, more: Partial<ServiceView> = {}): ServiceView {
  return {
    name,
    owner: 'team',
    jobs: [name],
    instances: { up: 1, all: 1 },
    health: 'ok',
    reason: '',
    checks: [],
    slos: [],
    firing: [],
    lastDeployment: null,
    dashboards: [],
    ...more,
  };
}

function slo(more: Partial<SloView>): SloView {
  return {
    name: 'latency',
    objective: 99.9,
    windowMs: 30 * 86_400_000,
    budgetLeft: 0.62,
    burn1h: 1.234,
    burn6h: 0.4,
    alerts: [],
    state: 'inactive',
    source: '',
    ...more,
  };
}

function change(kind: Annotation['kind'], subject: string): Annotation {
  return { id: `${kind} ${subject}`, kind, title: '', text: '', atMs: 0, endMs: null, subject };
}

/** Answers with one series each. */
function answers(values: Readonly<Record<string, number | null>>): PanelData {
  return {
    window: { startMs: 0, endMs: 1000, stepMs: 1000 },
    errors: [],
    atMs: 0,
    answers: Object.entries(values).map(([name, value]) => ({
      query: name,
      legend: name,
      result: { id: '', ok: true, timestamps: [0, 1000], series: [{ labels: {}, values: [0, value] }] },
    })),
  };
}

test('services in trouble come first, and those that nobody defined below', () => {
  const services = [
    service('fine'),
    service('scraped', { owner: '', health: 'down' }),
    service('slow', { health: 'degraded' }),
    service('dead', { health: 'down' }),
  ];
  const { defined, scraped } = sortServices(services);
  expect(defined.map(({ name }) => name)).toEqual(['dead', 'slow', 'fine']);
  expect(scraped.map(({ name }) => name)).toEqual(['scraped']);
});

test('an objective is told in words, overdrawn budgets as bad', () => {
  expect(sloWords(slo({}))).toEqual({
    target: '99.9% over 30 d',
    budget: '62% of its budget left',
    burn: 'burns 1.23× over 1 h, 0.4× over 6 h',
    tone: 'ok',
    percent: 62,
  });
  expect(sloWords(slo({ budgetLeft: -0.2 }))).toMatchObject({
    budget: 'budget overdrawn by 20%',
    tone: 'bad',
    percent: 0,
  });
  expect(sloWords(slo({ budgetLeft: 0.1 })).tone).toBe('warn');
  expect(sloWords(slo({ budgetLeft: null, burn1h: null, burn6h: null }))).toMatchObject({
    budget: 'no events yet',
    burn: '',
    tone: 'mute',
  });
});

test('a service has the tiles and charts that its figures are enough for', () => {
  const figure = { query: 'q', unit: 'seconds' };
  const shop = service('shop', { p95: { ...figure, threshold: 1 }, p99: figure, memory: figure });
  expect(tilePanels(shop).map(({ panel }) => panel.title)).toEqual(['P95', 'Memory']);
  const [latency] = chartPanels(shop);
  expect(latency.panel.queries.map(({ legend }) => legend)).toEqual(['p95', 'p99']);
  expect(latency.panel.thresholds).toEqual([{ value: 1, severity: 'critical', isBad: 'above' }]);
  expect(chartPanels(service('silent'))).toEqual([]);
});

test('a figure is bad beyond its threshold, and not known without an answer', () => {
  const named = { key: 'p95', title: 'p95', figure: { query: 'q', unit: 'seconds', threshold: 1 } } as const;
  expect(readFigure(named, answers({ q: 2 }))).toMatchObject({ now: 2, isOver: true });
  expect(readFigure(named, answers({ q: 0.5 }))).toMatchObject({ now: 0.5, isOver: false });
  expect(readFigure(named, answers({ other: 2 }))).toMatchObject({ now: null, isOver: false });
  expect(readFigure(named, undefined)).toMatchObject({ now: null });
});

test('the flow is read by its legends', () => {
  const rates = flowRates(answers({ Incoming: 4, Processed: 4, Success: 3, Error: 1 }));
  expect(rates).toEqual({ incoming: 4, processed: 4, success: 3, error: 1 });
  expect(flowRates(undefined).error).toBeNull();
  expect(shareWords(1, 4)).toBe('25% of all');
  expect(shareWords(0.0001, 4)).toBe('< 0.1% of all');
  expect(shareWords(0, 0)).toBe('');
});

test('what changed of a service is what happened to it, its jobs and its alerts', () => {
  const shop = service('shop', {
    jobs: ['shop-web'],
    firing: [{ alert: 'Slow', severity: '', sinceMs: 0 }],
  });
  const all = [
    change('deployment', 'shop'),
    change('restart', 'shop-web'),
    change('alert', 'Slow'),
    change('alert', 'Other'),
    change('restart', 'Slow'),
    change('reload', ''),
  ];
  expect(changesOf(shop, all).map(({ id }) => id)).toEqual([
    'deployment shop',
    'restart shop-web',
    'alert Slow',
  ]);
});

test('what is chosen of a service can be read back from its address', () => {
  const texts = fc.string({ unit: 'grapheme' });
  const states = fc.record({
    views: fc.array(fc.tuple(texts, fc.constantFrom('table', 'query'))).map((all) => new Map(all)),
    isolated: fc.array(fc.tuple(texts, texts)).map((all) => new Map(all)),
  });
  fc.assert(
    fc.property(states, fc.boolean(), (state, areAllShown) => {
      const params = new URLSearchParams(
        [...serviceCodec.format(state), ...changesCodec.format({ areAllShown })].map(([k, v]) => [k, v]),
      );
      expect(serviceCodec.parse(params)).toEqual(state);
      expect(changesCodec.parse(params)).toEqual({ areAllShown });
    }),
  );
});
