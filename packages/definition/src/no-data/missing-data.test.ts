import { printExpr } from '@telltale/model';
import { describe, expect, test } from 'vitest';
import { alert } from '../rules/alert.ts';
import { counter, gauge, histogram } from '../metrics/declaration.ts';
import { defineMonitoring } from '../monitoring/define-monitoring.ts';
import type { MonitoringDefinition } from '../monitoring/monitoring-definition.ts';
import { ratio } from '../query/ratio.ts';
import { resolveDefinition } from '../resolve/resolve-definition.ts';
import { DefinitionError } from '../faults/definition-error.ts';
import type { AnyQuery } from '../query/any-query.ts';
import { promql } from '../query/promql.ts';
import { missingData } from './missing-data.ts';

const metrics = {
  requests_total: counter({ help: 'Requests', labels: { route: 'any', status: 'any' } }),
  duration_seconds: histogram({ help: 'Duration', unit: 'seconds', labels: { route: 'any' }, buckets: [1] }),
  lag: gauge({ help: 'Lag', labels: { topic: 'any' } }),
  backups: gauge({ help: 'Backups' }),
} as const;

type M = Parameters<NonNullable<Parameters<typeof build>[0]>>[0];

function build(alerts: (m: ReturnType<typeof catalogue>) => Record<string, ReturnType<typeof alert>>) {
  return defineMonitoring({
    service: 'shop',
    metrics,
    targets: { shop: { address: '127.0.0.1:1', every: '15s' } },
    alerts,
  });
}

/** Only for its type: `m` of the definition above. */
declare function catalogue(): Parameters<
  NonNullable<
    Parameters<
      typeof defineMonitoring<typeof metrics, readonly [], { shop: { address: '127.0.0.1:1'; every: '15s' } }>
    >[0]['alerts']
  >
>[0];

function rulesOf(definition: MonitoringDefinition) {
  return resolveDefinition(definition).rules.filter((rule) => rule.kind === 'alerting');
}

function pairOf(when: (m: M) => AnyQuery): string {
  const rules = rulesOf(
    build((m) => ({
      A: alert({ when: when(m) as never, onNoData: 'fire', severity: 'info', summary: 'x' }),
    })),
  );
  return rules.find(({ name }) => name === 'ANoData')?.query ?? '';
}

describe('what tells that data is missing', () => {
  test('a selector is absent with its equality matchers, not with its patterns', () => {
    const failures = (m: M) =>
      ratio(
        m.requests_total.where({ status: /5../, route: '/pay' }).rate('5m').sum(),
        m.requests_total.where({ route: '/pay' }).rate('5m').sum(),
      ).above(0.1);
    expect(pairOf(failures)).toBe('absent(requests_total{route="/pay"})');
  });

  test('all selectors that a condition needs count, each once', () => {
    const both = (m: M) => m.requests_total.rate('5m').sum().above(1).and(m.backups.now().max().above(0));
    expect(pairOf(both)).toBe('absent(requests_total) or absent(backups)');
  });

  test('what is only left out by unless need not be there', () => {
    const quiet = (m: M) => m.requests_total.rate('5m').sum().below(1).unless(m.backups.now().max().above(0));
    expect(pairOf(quiet)).toBe('absent(requests_total)');
  });

  test('a part that stands in for nothing by the whole is missing with the whole', () => {
    const share = (m: M) => {
      const all = m.requests_total.rate('5m').sum();
      return ratio(m.requests_total.where({ status: '500' }).rate('5m').sum(), all, { missingPart: 0 }).above(
        0.1,
      );
    };
    expect(pairOf(share)).toBe('absent(requests_total)');
  });

  test('groups of a gauge that vanished are told apart; those of a counter come with their events', () => {
    expect(pairOf((m) => m.lag.now().max('topic').above(5))).toBe(
      'absent(lag) or group by (topic) (last_over_time(lag[1h])) unless group by (topic) (lag)',
    );
    expect(pairOf((m) => m.requests_total.rate('5m').sum('route').above(5))).toBe('absent(requests_total)');
  });

  test('a condition that tells instances apart is missing for one that is down', () => {
    expect(pairOf((m) => m.backups.now().above(5))).toBe('absent(backups) or up{job="shop"} == 0');
  });

  test('a condition on targets is missing with their up', () => {
    expect(pairOf((m) => m.up('shop').below(1))).toBe('absent(up{job="shop"})');
  });

  test('a histogram is missing with its buckets', () => {
    expect(pairOf((m) => m.duration_seconds.quantile(0.9, '5m').above(1))).toBe(
      'absent(duration_seconds_bucket)',
    );
  });

  test('vector(0) hides that data is missing from the condition, not from its pair', () => {
    const lag = { kind: 'vector', metric: 'lag', matchers: [] } as const;
    const zero = { kind: 'call', func: 'vector', args: [{ kind: 'number', value: 0 }] } as const;
    const sum = { kind: 'aggregation', op: 'sum', expr: lag } as const;
    const facts = { isLasting: () => true, jobsOf: () => [] };
    const missing = missingData({ kind: 'binary', op: 'or', left: sum, right: zero }, facts);
    expect(missing && printExpr(missing)).toBe('absent(lag)');
    expect(missingData(zero, facts)).toBeUndefined();
  });
});

describe('onNoData', () => {
  const noted = {
    severity: 'ticket',
    summary: ({ value }: { value: string }) => value,
    runbook: 'r.md',
  } as const;
  const rulesWith = (onNoData: 'fire' | 'keep' | 'ignore', holdsFor?: '1m', keepFiringFor?: '2m' | '0s') =>
    rulesOf(
      build((m) => ({
        Backups: alert({
          when: m.backups.now().max().below(1),
          onNoData,
          ...(holdsFor && { for: holdsFor }),
          ...(keepFiringFor && { keepFiringFor }),
          labels: { team: 'x' },
          ...noted,
        }),
      })),
    );

  test("'fire' adds a rule with the same labels and runbook, whose for survives a missed scrape", () => {
    const [alerting, pair] = rulesWith('fire');
    expect(alerting.keepFiringForMs).toBe(0);
    expect(pair).toMatchObject({
      name: 'BackupsNoData',
      query: 'absent(backups)',
      labels: { severity: 'ticket', team: 'x' },
      forMs: 45_000,
      annotations: { runbook_url: 'r.md', summary: expect.stringContaining('Backups cannot be checked') },
    });
    expect(rulesWith('fire', '1m')[1].forMs).toBe(60_000);
  });

  test("'keep' goes on firing for a quarter of an hour or as long as the alert says, and adds no rule", () => {
    expect(rulesWith('keep')).toMatchObject([{ name: 'Backups', keepFiringForMs: 900_000 }]);
    expect(rulesWith('keep', '1m', '2m')).toMatchObject([{ name: 'Backups', keepFiringForMs: 120_000 }]);
    expect(() => rulesWith('keep', '1m', '0s')).toThrow("with 'keep' write a time above 0");
  });

  test("'ignore' adds nothing", () => {
    expect(rulesWith('ignore')).toMatchObject([{ name: 'Backups', keepFiringForMs: 0 }]);
  });

  test("'fire' is a fault where no data could be missing", () => {
    const constant = { kind: 'number', value: 1 } as const;
    const definition = defineMonitoring({
      service: 'shop',
      alerts: () => ({ A: alert({ when: promql`1`, onNoData: 'fire', severity: 'info', summary: 'x' }) }),
    });
    const resolve = () => resolveDefinition(definition, { parse: () => constant });
    expect(resolve).toThrow(DefinitionError);
    expect(resolve).toThrow("looks at no data that could be missing: write 'ignore'");
  });
});
