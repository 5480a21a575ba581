import { TelltaleError } from '@telltale/model';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import {
  DefinitionError,
  alert,
  counter,
  definePreset,
  defineMonitoring,
  defineWorkspace,
  email,
  external,
  gauge,
  histogram,
  info,
  resolveDefinition,
  slack,
  slo,
  stateset,
  summary,
  webhook,
} from '../index.ts';
import type { MonitoringDefinition, WorkspaceDefinition } from '../index.ts';

/** What nobody wrote for people: the engine's own words for a value of the wrong type. */
const ENGINE_WORDS =
  /Cannot (?:read|convert|destructure|set|use|mix|create)|is not (?:a function|iterable|a constructor|an Object)|undefined \(|must be of type|Reduce of empty|Invalid (?:array|string|time)|serialize|circular/;

const junk = fc.oneof(
  fc.constantFrom<unknown>(null, undefined, true, 0, -1, NaN, Infinity, 10n, '', 'x', '__proto__', 'up == 0'),
  fc.constantFrom<unknown>([], [null], [1], ['a'], {}, { a: null }, { a: 1 }, { a: {} }, { __proto__: null }),
  fc.constantFrom<unknown>(
    () => undefined,
    () => null,
    () => 5,
    Symbol('s'),
    new Date(0),
    /x/,
    new Map(),
  ),
  fc.anything({ maxDepth: 2 }),
);

type Options = Readonly<Record<string, unknown>>;

/** Builders get what JavaScript lets through. */
const call = (builder: (options: never) => unknown, options: unknown): unknown => builder(options as never);
const callable =
  (value: unknown): unknown =>
  () =>
    value;

/** Every section as it should be; `at` passes each part on, or puts something else in its place. */
function sections(at: (path: string, value: unknown) => unknown): Options {
  const of = (path: string, parts: Options): unknown =>
    at(
      path,
      Object.fromEntries(Object.entries(parts).map(([key, value]) => [key, at(`${path}.${key}`, value)])),
    );
  return {
    owner: at('owner', 'team'),
    metrics: at('metrics', {
      a_total: call(counter, of('metrics.counter', { help: 'A', labels: { route: ['x'] }, exemplars: true })),
      b: call(gauge, of('metrics.gauge', { help: 'B', unit: 'bytes', ttl: '5m', aggregate: 'max' })),
      c_seconds: call(
        histogram,
        of('metrics.histogram', { help: 'C', unit: 'seconds', buckets: [0.1, 1], native: { factor: 1.2 } }),
      ),
      d: call(summary, of('metrics.summary', { help: 'D', quantiles: [0.5], maxAge: '1m' })),
      e_info: call(info, of('metrics.info', { help: 'E', labels: { version: 'any' } })),
      f: call(stateset, of('metrics.stateset', { help: 'F', states: ['on'] })),
      g: at('metrics.plain', gauge({ help: 'G' })),
    }),
    kits: at('kits', []),
    exporters: at('exporters', [
      at(
        'exporters.one',
        call(
          (options: never) => external('worker', options),
          of('external', {
            from: 'http://worker:9100/metrics',
            metrics: {},
            every: '1m',
            labels: { a: 'b' },
          }),
        ),
      ),
    ]),
    targets: at('targets', {
      shop: of('targets.shop', {
        address: '127.0.0.1:3000',
        path: '/m',
        scheme: 'http',
        every: '15s',
        timeout: '5s',
        labels: { zone: 'a' },
        batch: false,
        container: 'shop',
        nativeHistograms: true,
      }),
    }),
    scrape: of('scrape', { every: '15s', timeout: '10s' }),
    evaluateEvery: at('evaluateEvery', '15s'),
    receivers: at('receivers', {
      ops: call(webhook, of('receivers.webhook', { url: 'http://127.0.0.1:1/' })),
      chat: call(slack, of('receivers.slack', { url: { env: 'SLACK' }, channel: '#a' })),
      mail: call(
        email,
        of('receivers.email', { to: 'a@b.c', from: 'a@b.c', smarthost: 'a:25', password: { env: 'P' } }),
      ),
      plain: at('receivers.plain', webhook({ url: 'http://127.0.0.1:1/' })),
    }),
    routes: of('routes', {
      to: 'ops',
      groupBy: ['alertname'],
      groupWait: '1s',
      repeatInterval: '4h',
      children: [
        of('routes.child', { match: { severity: 'page' }, to: 'chat', continue: true, groupBy: ['a'] }),
      ],
    }),
    inhibitions: at('inhibitions', [
      of('inhibition', { source: { severity: 'page' }, target: { severity: 'ticket' }, equal: ['job'] }),
    ]),
    environments: at('environments', {
      staging: of('environments.staging', {
        scrape: { every: '30s' },
        targets: { shop: { address: 'a:1' } },
        receivers: {},
        station: {},
        stack: {},
        alerts: {
          Down: of('environments.alert', { threshold: 2, for: '1m', severity: 'info', enabled: true }),
        },
      }),
    }),
    layout: of('layout', { prometheus: 'p/prometheus.yml', rules: 'p/rules.yml' }),
    stack: of('stack', {
      ports: of('stack.ports', { grafana: 3001 }),
      volumes: { prometheus: 'p' },
      retention: { time: '1d', size: '1GB' },
      limits: { grafana: of('stack.limit', { memory: '1GB', cpus: 1 }) },
      externalLabels: { a: 'b' },
      app: of('stack.app', { image: 'x', port: 80, probes: true }),
    }),
    logs: of('logs', {
      level: 'info',
      index: 'x',
      retention: '1d',
      sinks: [
        of('logs.file', { kind: 'file', path: 'x', maxSize: '1MB', maxFiles: 2, level: 'warn' }),
        at('logs.sink', { kind: 'console' }),
      ],
    }),
    traces: of('traces', {
      enabled: true,
      ratio: 0.5,
      endpoint: 'http://a:1',
      serviceName: 'a',
      keepErrors: true,
      slowerThan: '2s',
      exporter: 'tempo',
      tailSampling: true,
      propagation: at('traces.propagation', ['b3']),
    }),
    health: of('health', {
      paths: { live: '/l' },
      port: 80,
      checks: at('health.checks', {
        database: of('health.check', {
          critical: false,
          timeout: '1s',
          cache: '0s',
          every: '5s',
          failures: 2,
          successes: 2,
          probes: ['ready'],
        }),
      }),
      timeout: '1s',
      startup: 'checks',
      details: 'never',
      probes: { live: of('health.probe', { delay: '1s', every: '5s', timeout: '2s', failures: 2 }) },
      drainDelay: '1s',
      grace: '10s',
    }),
    station: of('station', { retention: { time: '1d' }, ui: { refresh: '5s' } }),
    ...callbacks(at, of),
  };
}

function callbacks(
  at: (path: string, value: unknown) => unknown,
  of: (path: string, parts: Options) => unknown,
): Options {
  const on = (make: (m: Catalogue) => unknown) => (m: Catalogue) => make(m);
  return {
    recordings: at(
      'recordings',
      on((m) =>
        at('recordings.all', {
          a: at('recordings.a', m.b.now()),
          r: of('recordings.b', { query: m.b.now().sum(), labels: { x: 'y' } }),
        }),
      ),
    ),
    queries: at(
      'queries',
      on((m) =>
        at('queries.all', {
          a: at('queries.a', m.b.now()),
          q: of('queries.b', { query: m.b.now(), help: 'b', unit: 'bytes' }),
        }),
      ),
    ),
    alerts: at(
      'alerts',
      on((m) =>
        at('alerts.all', {
          Down: at(
            'alerts.Down',
            call(
              alert,
              of('alert', {
                when: m.b.now().above(1),
                onNoData: 'fire',
                for: '5m',
                keepFiringFor: '1m',
                severity: 'info',
                summary: 'x',
                description: callable('x'),
                runbook: 'r.md',
                labels: { team: 'a' },
                group: 'g',
              }),
            ),
          ),
          Range: at(
            'alerts.Range',
            call(alert, {
              when: m.a_total
                .where(at('where', { route: 'x' }))
                .rate(at('range', '5m'))
                .sum(at('by', 'route'))
                .above(at('threshold', 1)),
              onNoData: 'ignore',
              severity: 'info',
              summary: 'x',
            }),
          ),
        }),
      ),
    ),
    slos: at(
      'slos',
      on((m) =>
        at('slos.all', {
          good: call(
            slo,
            of('slo', {
              objective: 99,
              window: '30d',
              noTraffic: 'good',
              runbook: 'x',
              minEvents: 5,
              bad: m.a_total.rate('5m').sum(),
              total: m.a_total.rate('5m').sum(),
            }),
          ),
          slow: at('slos.slow', {
            objective: 99,
            window: '30d',
            noTraffic: 'bad',
            slowerThan: m.c_seconds.over(at('over', 1)),
          }),
        }),
      ),
    ),
    dashboards: at(
      'dashboards',
      on((m) =>
        at('dashboards.all', {
          Shop: at('dashboards.Shop', {
            A: at('panel.A', m.b.now()),
            B: of('panel.B', {
              query: m.b.now(),
              legend: 'x',
              unit: 'bytes',
              kind: 'stat',
              threshold: 1,
              row: 'R',
              baseline: '1d',
              links: [],
              min: 0,
              max: 1,
              description: 'x',
            }),
            C: of('panel.C', { queries: { a: m.b.now() } }),
          }),
        }),
      ),
    ),
  };
}

/** The queries that the sections ask, loosely: what JavaScript sees. */
type AnyMethods = { readonly [method: string]: (...args: readonly unknown[]) => AnyMethods };
type Catalogue = { readonly [metric: string]: AnyMethods };

const PATHS: string[] = [];
sections((path, value) => {
  PATHS.push(path);
  return value;
});

function outcome(make: () => MonitoringDefinition | WorkspaceDefinition): readonly string[] {
  try {
    const { service } = resolveDefinition(make(), { environment: 'staging' });
    return service === '' ? ['no service'] : [];
  } catch (error) {
    if (error instanceof DefinitionError)
      return error.faults.map(({ path, message }) => `${path}: ${message}`);
    if (error instanceof TelltaleError) return [error.message];
    throw error;
  }
}

test('every section of the definition that is spoiled here is right before', () => {
  expect(outcome(() => defineMonitoring({ service: 'shop', ...sections((_, value) => value) }))).toEqual([]);
});

test('anything in place of any part of a definition is a fault in words for people, or is fine', () => {
  const asked: string[] = [];
  const note = (path: string, value: unknown): unknown => (asked.push(path), value);
  outcome(() => defineMonitoring({ service: 'shop', ...sections(note) }));
  const paths = [...new Set([...PATHS, ...asked])];
  fc.assert(
    fc.property(fc.constantFrom(...paths), junk, fc.boolean(), (spoiled, value, isPreset) => {
      const faults = outcome(() => {
        const options = sections((path, right) => (path === spoiled ? value : right));
        return isPreset
          ? defineMonitoring({ service: 'shop', preset: definePreset({ preset: 'p', ...options }) })
          : defineMonitoring({ service: 'shop', ...options });
      });
      expect(faults.filter((fault) => ENGINE_WORDS.test(fault))).toEqual([]);
    }),
    { numRuns: 1500 },
  );
});

test('anything in place of a whole section is a fault in words for people, or is fine', () => {
  const names = [...Object.keys(sections((_, value) => value)), 'service', 'preset', 'extra'];
  fc.assert(
    fc.property(fc.dictionary(fc.constantFrom(...names), junk), fc.boolean(), (options, isWorkspace) => {
      const faults = outcome(() =>
        isWorkspace
          ? defineWorkspace({ name: 'w', services: {}, ...options })
          : defineMonitoring({ service: 'shop', ...options }),
      );
      expect(faults.filter((fault) => ENGINE_WORDS.test(fault))).toEqual([]);
    }),
    { numRuns: 1000 },
  );
});
