import { describe, expect, test } from 'vitest';
import { gauge } from '../metrics/declaration.ts';
import { defineMonitoring } from '../monitoring/define-monitoring.ts';
import { slack } from '../routing/slack.ts';
import { webhook } from '../routing/receiver.ts';
import { alert } from '../rules/alert.ts';
import { resolveDefinition } from './resolve-definition.ts';

const definition = defineMonitoring({
  service: 'shop',
  metrics: { used_ratio: gauge({ help: 'Used', unit: 'ratio' }), carts: gauge({ help: 'Carts' }) },
  targets: { shop: { address: 'shop:3000', labels: { zone: 'a' } } },
  receivers: { ops: webhook({ url: 'http://127.0.0.1:1/' }) },
  routes: { to: 'ops' },
  stack: { ports: { grafana: 3001 }, retention: { time: '15d' } },
  alerts: (m) => ({
    Full: alert({
      when: m.used_ratio.now().above({ percent: 90 }).and(m.carts.now()),
      for: '5m',
      onNoData: 'ignore',
      severity: 'ticket',
      summary: 'full',
    }),
    Idle: alert({ when: m.carts.now().below(1), onNoData: 'ignore', severity: 'info', summary: 'idle' }),
  }),
  environments: {
    staging: {
      scrape: { every: '1m' },
      targets: { shop: { address: 'staging:3000' } },
      receivers: { ops: slack({ url: { env: 'SLACK_URL' } }) },
      stack: { retention: { time: '2d' } },
      alerts: { Full: { threshold: { percent: 99 }, for: '1h', severity: 'info' }, Idle: { enabled: false } },
    },
  },
});

describe('environments', () => {
  test('a definition resolved for an environment has its sections on top, name by name', () => {
    const resolved = resolveDefinition(definition, { environment: 'staging' });
    expect(resolved).toMatchObject({
      environment: 'staging',
      evaluationIntervalMs: 60_000,
      targets: [{ job: 'shop', addresses: ['staging:3000'], labels: { zone: 'a' }, intervalMs: 60_000 }],
      receivers: [{ name: 'ops', kind: 'slack', url: { env: 'SLACK_URL' } }],
      stack: { ports: { grafana: 3001 }, retentionMs: 172_800_000 },
    });
    expect(resolved.rules).toMatchObject([
      { name: 'Full', query: 'used_ratio > 0.99 and carts', forMs: 3_600_000, labels: { severity: 'info' } },
    ]);
  });

  test('another threshold is that of every part of a condition that compares with the same number', () => {
    const several = defineMonitoring({
      service: 'shop',
      metrics: { carts: gauge({ help: 'Carts' }), shelves: gauge({ help: 'Shelves' }) },
      alerts: (m) => ({
        Full: alert({
          when: m.carts.now().above(9).or(m.shelves.now().above(9)).or(m.shelves.now().above(1)),
          onNoData: 'ignore',
          severity: 'ticket',
          summary: 'full',
        }),
      }),
      environments: { demo: { alerts: { Full: { threshold: 2 } } } },
    });
    const [rule] = resolveDefinition(several, { environment: 'demo' }).rules;
    expect(rule.query).toBe('carts > 2 or shelves > 2 or shelves > 1');
  });

  test('without an environment the definition is as it stands', () => {
    const resolved = resolveDefinition(definition);
    expect(resolved.environment).toBeUndefined();
    expect(resolved.targets[0].addresses).toEqual(['shop:3000']);
    expect(resolved.rules.map(({ query }) => query)).toEqual(['used_ratio > 0.9 and carts', 'carts < 1']);
  });

  test('an environment that is not declared is a fault that names the one that was likely meant', () => {
    expect(() => resolveDefinition(definition, { environment: 'stagin' })).toThrow(
      "environments: there is no environment 'stagin': did you mean 'staging'?",
    );
  });

  test('what an environment changes must be there', () => {
    const wrong = defineMonitoring({
      service: 'shop',
      metrics: { carts: gauge({ help: 'Carts' }) },
      alerts: (m) => ({
        Idle: alert({ when: m.carts.now().below(1), onNoData: 'ignore', severity: 'info', summary: 'idle' }),
      }),
      environments: { staging: { alerts: { Idel: { for: '1m' } }, target: {} } as object },
    });
    const resolve = () => resolveDefinition(wrong, { environment: 'staging' });
    expect(resolve).toThrow(
      "environments.staging.target: there is no 'target' here: did you mean 'targets'?",
    );
    expect(resolve).toThrow(
      "environments.staging.alerts.Idel: there is no 'Idel' here: did you mean 'Idle'?",
    );
  });
});

test.each([
  ['a target', { targets: { a: { address: 'a:1', interval: '5s' } } }, 'targets.a.interval', "'every'"],
  ['the scrape section', { scrape: { scrapeInterval: '5s' } }, 'scrape.scrapeInterval', "'every'"],
  [
    'a metric',
    { metrics: { a: gauge({ help: 'A', labelNames: ['x'] } as never) } },
    'metrics.a.labelNames',
    "'labels'",
  ],
  [
    'a receiver',
    { receivers: { a: webhook({ url: 'http://a/', sendResolve: true } as never) } },
    'receivers.a.sendResolve',
    "'sendResolved'",
  ],
  [
    'a route',
    { receivers: { a: webhook({ url: 'http://a/' }) }, routes: { to: 'a', group_by: [] } },
    'routes.group_by',
    "'groupBy'",
  ],
  ['the layout', { layout: { prometeus: 'a.yml' } }, 'layout.prometeus', "'prometheus'"],
  ['the health', { health: { path: {} } }, 'health.path', "'paths'"],
  ['traces', { traces: { rato: 1 } }, 'traces.rato', "'ratio'"],
  ['logs', { logs: { leve: 'info' } }, 'logs.leve', "'level'"],
  ['the stack', { stack: { ports: { grafna: 1 } } }, 'stack.ports.grafna', "'grafana'"],
])('an unknown option of %s is a fault that says what was likely meant', (_, options, path, meant) => {
  const definitionWith = defineMonitoring({ service: 'shop', ...options } as never);
  expect(() => resolveDefinition(definitionWith)).toThrow(new RegExp(`${path}: .*did you mean ${meant}`));
});

test.each([
  ['a literal in slack', slack({ url: 'https://hooks.example/T0/B0/x' as never }), 'receivers.r.url'],
  ['no place at all', slack({ url: {} as never }), 'receivers.r.url'],
  ['two places', slack({ url: { env: 'A', file: 'b' } }), 'receivers.r.url'],
])('a secret with %s is a fault, which does not repeat it', (_, receiver, path) => {
  const definitionWith = defineMonitoring({ service: 'shop', receivers: { r: receiver } });
  const resolve = () => resolveDefinition(definitionWith);
  expect(resolve).toThrow(`${path}: `);
  expect(resolve).not.toThrow('hooks.example');
});
