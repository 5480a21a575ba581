import { describe, expect, test } from 'vitest';
import {
  DefinitionError,
  alert,
  counter,
  defineMonitoring,
  gauge,
  histogram,
  httpServer,
  nodeRuntime,
  resolveDefinition,
  webhook,
} from '../index.ts';
import type { MonitoringDefinition } from '../index.ts';

/** What JavaScript, and TypeScript that is only stripped, let through. */
function uncompiled(options: object): MonitoringDefinition {
  return defineMonitoring({ service: 'shop', ...options });
}

function faultsOf(definition: MonitoringDefinition): readonly string[] {
  try {
    resolveDefinition(definition);
  } catch (error) {
    if (!(error instanceof DefinitionError)) throw error;
    return error.faults.map(({ path, message }) => `${path}: ${message}`);
  }
  return [];
}

/** Options of a builder that the compiler would refuse. */
const any = (options: object) => options as { help: string; buckets: number[] };

/** A call without options, which the compiler would refuse. */
function callEmpty<Result>(builder: (options: never) => Result): Result {
  return builder(undefined as never);
}

/** What these callbacks need of `m`. */
interface Up {
  up(job: string): unknown;
}

describe('a definition that no compiler has seen', () => {
  test.each<[string, object, string]>([
    ['a service that is no text', { service: 5 }, "service: write the service's name as text"],
    ['a metric that is a number', { metrics: { a_total: 5 } }, 'metrics.a_total: write counter({ … })'],
    ['a metric that is missing', { metrics: { a_total: undefined } }, 'metrics.a_total: write counter('],
    ['no help', { metrics: { a_total: counter(any({})) } }, 'metrics.a_total.help: say in a sentence'],
    [
      'label names in a list',
      { metrics: { a_total: counter(any({ help: 'a', labels: ['route'] })) } },
      'metrics.a_total.labels: write the labels with what is known of their values',
    ],
    [
      'a label that is text',
      { metrics: { a_total: counter(any({ help: 'a', labels: { route: 'some' } })) } },
      'metrics.a_total.labels.route: write a list of values',
    ],
    [
      'no buckets',
      { metrics: { a: histogram(any({ help: 'a' })) } },
      'metrics.a.buckets: list the upper bounds as numbers',
    ],
    ['a target that is text', { targets: { a: 'x:1' } }, 'targets.a: write an address: { address:'],
    ['a target without address', { targets: { a: {} } }, 'targets.a: write an address'],
    ['a port as address', { targets: { a: { address: 3000 } } }, 'targets.a: write an address'],
    ['a receiver that is text', { receivers: { ops: 'http://x' } }, 'receivers.ops: write webhook('],
    ['routes that are text', { routes: 'ops' }, 'routes: name the receiver of all alerts'],
    ['an alert that is text', { alerts: () => ({ A: 'up == 0' }) }, 'alerts.A: write alert({ … })'],
    ['an alert as plain object', { alerts: () => ({ A: { when: 'up' } }) }, 'alerts.A: write alert('],
    [
      'a condition that is text',
      {
        alerts: () => ({
          A: alert({ when: 'up == 0' as never, onNoData: 'ignore', severity: 'info', summary: '' }),
        }),
      },
      'alerts.A.when: this is no query: start with a metric',
    ],
    ['a recording that is text', { recordings: () => ({ a: 'up' }) }, 'recordings.a: this is no query'],
    ['a panel that is text', { dashboards: () => ({ D: { P: 'up' } }) }, 'dashboards.D.P: this is no panel'],
    [
      'a panel whose query is text',
      { dashboards: () => ({ D: { P: { query: 'up' } } }) },
      'dashboards.D.P: this is no panel',
    ],
    [
      'an option that recordings do not have',
      { recordings: (m: Up) => ({ a: { query: m.up('x'), label: {} } }) },
      "recordings.a.label: there is no 'label' here: did you mean 'labels'?",
    ],
    [
      'an option that saved queries do not have',
      { queries: (m: Up) => ({ a: { query: m.up('x'), description: 'x' } }) },
      "queries.a.description: there is no 'description' here: there are query, help, unit",
    ],
    [
      'an option that inhibitions do not have',
      { inhibitions: [{ source: { a: 'b' }, target: { a: 'c' }, equal: [], labels: ['job'] }] },
      "inhibitions.0.labels: there is no 'labels' here",
    ],
    ['a preset that is text', { preset: 'migration' }, 'preset: write a preset, such as migration()'],
    ['an exporter that is text', { exporters: ['node'] }, 'exporters.0: this is no exporter'],
    ['a callback without parentheses', { alerts: () => undefined }, 'alerts: its function returns no object'],
    ['ports in a list', { stack: { ports: [3000] } }, 'stack.ports: write ports by component'],
    ['a sink as text', { logs: { sinks: ['console'] } }, "logs.sinks.0: write { kind: 'console' }"],
  ])('%s is a fault that says what to write', (_, options, fault) => {
    expect(faultsOf(uncompiled(options))).toEqual([expect.stringContaining(fault)]);
  });

  test.each<[string, object, readonly string[]]>([
    [
      'builders of metrics',
      { metrics: { a_total: callEmpty(counter), b: callEmpty(gauge), c: callEmpty(histogram) } },
      [
        'metrics.a_total.help: say in a sentence',
        'metrics.b.help: say in a sentence',
        'metrics.c.help: say in a sentence',
        'metrics.c.buckets: list the upper bounds',
      ],
    ],
    ['webhook', { receivers: { ops: callEmpty(webhook) } }, ['receivers.ops.url: write webhook({ url:']],
    [
      'alert',
      { alerts: () => ({ A: callEmpty(alert) }) },
      [
        'alerts.A.when: say when it fires',
        'alerts.A.onNoData: say what it does where its data is missing',
        'alerts.A.severity: say how urgent it is',
        'alerts.A: write the summary: text, or a function',
      ],
    ],
    [
      'an alert without a condition',
      { alerts: () => ({ A: alert({ onNoData: 'ignore', severity: 'info', summary: '' } as never) }) },
      ['alerts.A.when: say when it fires'],
    ],
    ['recordings', { recordings: () => ({ a: undefined }) }, ['recordings.a: this is no query']],
    ['defineMonitoring', { service: undefined }, ["service: write the service's name"]],
  ])('called without what they need, %s give faults with their places', (_, options, faults) => {
    expect(faultsOf(uncompiled(options))).toEqual(faults.map((fault) => expect.stringContaining(fault)));
  });

  test('defineMonitoring without options has no service', () => {
    expect(faultsOf(callEmpty(defineMonitoring))).toEqual(["service: write the service's name as text"]);
  });

  test.each<[string, object, string]>([
    ['a kit outside of a list', { kits: httpServer() }, 'kits: write a list: [httpServer(), nodeRuntime()]'],
    ['a kit that is not called', { kits: [nodeRuntime, httpServer()] }, 'kits.0: this is no kit'],
    ['a kit by its name', { kits: [httpServer(), 'node-runtime'] }, 'kits.1: this is no kit'],
    [
      'a kit listed three times',
      { kits: [httpServer(), httpServer(), httpServer()] },
      'kits: http-server is listed more than once',
    ],
    ['alerts without a function', { alerts: {} }, 'alerts: write a function: (m) => ({'],
    ['metrics in a list', { metrics: [] }, 'metrics: write metrics by name'],
    ['an owner that is no text', { owner: ['a'] }, 'owner: write text'],
    [
      'a section in the singular',
      { alert: () => ({}) },
      "alert: there is no such section: did you mean 'alerts'?",
    ],
    ['an unknown section', { grafana: {} }, 'grafana: there is no such section: sections are service, owner'],
    [
      'a child route that matches nothing in particular',
      { receivers: { a: webhook({ url: 'http://a' }) }, routes: { to: 'a', children: [{ to: 'a' }] } },
      "routes.children: write a list: [{ match: { severity: 'page' }, to: '…' }]",
    ],
  ])('%s is one fault, and the definition can still be imported', (_, options, fault) => {
    expect(faultsOf(uncompiled(options))).toEqual([expect.stringContaining(fault)]);
  });

  test('a metric that is not declared is named, with the one that was probably meant', () => {
    const metrics = { orders_total: counter({ help: 'Orders' }) };
    const asking = (name: string) =>
      uncompiled({ metrics, alerts: (m: Record<string, unknown>) => ({ A: m[name] }) });
    expect(faultsOf(asking('order_total'))).toEqual([
      "alerts: there is no metric 'order_total': did you mean 'orders_total'?",
    ]);
    expect(faultsOf(asking('constructor'))).toEqual([
      "alerts: there is no metric 'constructor': declared are orders_total, up",
    ]);
  });
});
