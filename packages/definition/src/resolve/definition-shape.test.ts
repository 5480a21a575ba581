import { describe, expect, test } from 'vitest';
import { DefinitionError, alert, counter, defineMonitoring, histogram, resolveDefinition } from '../index.ts';
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
      { alerts: () => ({ A: alert({ when: 'up == 0' as never, severity: 'info', summary: '' }) }) },
      'alerts.A.when: this is no query: start with a metric',
    ],
    ['a recording that is text', { recordings: () => ({ a: 'up' }) }, 'recordings.a: this is no query'],
    ['a panel that is text', { dashboards: () => ({ D: { P: 'up' } }) }, 'dashboards.D.P: this is no panel'],
    [
      'a panel whose query is text',
      { dashboards: () => ({ D: { P: { query: 'up' } } }) },
      'dashboards.D.P: this is no panel',
    ],
  ])('%s is a fault that says what to write', (_, options, fault) => {
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
