import { describe, expect, test } from 'vitest';
import { diagnosticsOf, dropped, valuesOf } from '../../test/support/registry-view.ts';
import { createRegistry } from './registry.ts';

const labels = { route: 'any', user: 'any' } as const;

describe('guards', () => {
  test('leave out labels: what differs only in them is added up', () => {
    for (const guards of [{ dropLabels: ['user'] }, { allowLabels: { hits_total: ['route'] } }]) {
      const registry = createRegistry({ guards });
      const hits = registry.counter('hits_total', { help: 'Hits', labels });
      hits.inc({ route: '/', user: 'a' });
      hits.inc({ route: '/', user: 'b' });
      hits.with({ route: '/', user: 'c' }).inc();
      expect(valuesOf(registry, 'hits_total')).toEqual({ 'hits_total{route="/"}': 3 });
    }
  });

  test('leave out all labels where none is left', () => {
    const registry = createRegistry({ guards: { allowLabels: [] } });
    const hits = registry.counter('hits_total', { help: 'Hits', labels });
    hits.inc({ route: '/', user: 'a' });
    hits.inc({ route: '/b', user: 'b' });
    expect(valuesOf(registry, 'hits_total')).toEqual({ hits_total: 2 });
  });

  test('rename labels, of all metrics or of one', () => {
    const renameLabels = { user: 'person', b_total: { route: 'path' } };
    const registry = createRegistry({ guards: { renameLabels } });
    for (const name of ['a_total', 'b_total']) {
      registry.counter(name, { help: 'Hits', labels }).inc({ route: '/', user: 'a' });
    }
    expect(valuesOf(registry, 'a_total')).toEqual({ 'a_total{person="a", route="/"}': 1 });
    expect(valuesOf(registry, 'b_total')).toEqual({ 'b_total{path="/", person="a"}': 1 });
  });

  test('do not give a label a name that exposition needs, or that is none', () => {
    const registry = createRegistry({ guards: { renameLabels: { route: 'le', user: '__own' } } });
    registry.histogram('h', { help: 'H', labels, buckets: [1] }).observe({ route: '/', user: 'a' }, 1);
    expect(valuesOf(registry, 'h')).toMatchObject({ 'h_count{route="/", user="a"}': 1 });
  });

  test('of two labels that were given one name the first is kept', () => {
    const registry = createRegistry({ guards: { renameLabels: { user: 'route' } } });
    registry.counter('a_total', { help: 'A', labels }).inc({ route: '/', user: 'a' });
    expect(valuesOf(registry, 'a_total')).toEqual({ 'a_total{route="/"}': 1 });
  });

  test('drop whole metrics', () => {
    const registry = createRegistry({ guards: { dropMetrics: ['a_total', /^debug_/g] } });
    for (const name of ['a_total', 'debug_total', 'debug_more_total', 'b_total']) {
      registry.counter(name, { help: 'Hits' }).inc();
    }
    const page = registry.expose();
    expect(
      ['a_total 1', 'debug_total 1', 'debug_more_total 1', 'b_total 1'].filter((line) => page.includes(line)),
    ).toEqual(['b_total 1']);
  });

  test('fold what exceeds the expected number of values of a label into __other__, and count it', () => {
    const registry = createRegistry();
    const hits = registry.counter('hits_total', {
      help: 'H',
      labels: { route: { maxValues: 2 }, ok: ['yes', 'no'] },
    });
    for (const route of ['/a', '/b', '/c', '/d', '/c', '/a']) hits.inc({ route, ok: 'yes' });
    expect(valuesOf(registry, 'hits_total')).toEqual({
      'hits_total{ok="yes", route="/a"}': 2,
      'hits_total{ok="yes", route="/b"}': 1,
      'hits_total{ok="yes", route="__other__"}': 3,
    });
    expect(dropped(registry, 'value_limit')).toBe(3);
    expect(diagnosticsOf(registry)).toMatchObject([{ kind: 'value_limit', metric: 'hits_total' }]);
  });

  test('the limit of a metric goes before that of the registry', () => {
    const registry = createRegistry({ maxSeriesPerMetric: 1 });
    const hits = registry.counter('hits_total', { help: 'H', labels: { x: 'any' }, maxSeries: 3 });
    for (const x of ['a', 'b', 'c', 'd', 'e']) hits.inc({ x });
    expect(Object.values(valuesOf(registry, 'hits_total'))).toEqual([1, 1, 1, 2]);
  });
});

describe('secrets and personal data', () => {
  test.each([
    'password',
    'access_token',
    'userEmail',
    'api_key',
    'client_secret',
    'ssn',
    'session_id',
    'user_name',
  ])('values of a label named %s are never shown, once told', (name) => {
    const registry = createRegistry();
    const gauge = registry.gauge('g', { help: 'G', labels: { [name]: 'any' } });
    gauge.set({ [name]: 'abc' }, 1);
    gauge.set({ [name]: 'def' }, 2);
    expect(valuesOf(registry, 'g')).toEqual({ [`g{${name}="__redacted__"}`]: 2 });
    expect(diagnosticsOf(registry)).toMatchObject([{ kind: 'sensitive_label', metric: 'g' }]);
  });

  test.each(['token_type', 'status', 'author', 'compass', 'tokens_kind', 'monkey', 'method'])(
    'a label named %s is a label like any other',
    (name) => {
      const registry = createRegistry();
      registry.gauge('g', { help: 'G', labels: { [name]: 'any' } }).set({ [name]: 'abc' }, 1);
      expect(valuesOf(registry, 'g')).toEqual({ [`g{${name}="abc"}`]: 1 });
    },
  );

  test.each([
    'eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxMjM0In0.c2lnbmF0dXJl',
    'Bearer abcdefgh12345678',
    'someone@example.org',
    '4111 1111 1111 1111',
    '5500-0000-0000-0004',
    `AKIA${'A'.repeat(16)}`,
  ])('the value %s is not shown, told and counted', (value) => {
    const registry = createRegistry();
    const hits = registry.counter('hits_total', { help: 'H', labels: { x: 'any' } });
    hits.inc({ x: value });
    hits.inc({ x: value });
    expect(valuesOf(registry, 'hits_total')).toEqual({ 'hits_total{x="__redacted__"}': 2 });
    expect(dropped(registry, 'sensitive_value')).toBe(2);
    expect(registry.expose()).not.toContain(value);
  });

  test.each([
    '/api/orders/:id',
    '1234567890123',
    'a@b',
    'eyJ',
    '2026-11-22T04:00:00.000Z',
    '4111111111111112',
  ])('the value %s is shown', (value) => {
    const registry = createRegistry();
    registry.counter('hits_total', { help: 'H', labels: { x: 'any' } }).inc({ x: value });
    expect(valuesOf(registry, 'hits_total')).toEqual({ [`hits_total{x="${value}"}`]: 1 });
  });

  test('are shown where it was allowed', () => {
    const registry = createRegistry({ guards: { allowSensitive: ['email'] } });
    registry.gauge('g', { help: 'G', labels: { email: 'any' } }).set({ email: 'a@example.org' }, 1);
    expect(valuesOf(registry, 'g')).toEqual({ 'g{email="a@example.org"}': 1 });
  });
});
