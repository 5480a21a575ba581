import { describe, expect, test } from 'vitest';
import { counter, histogram } from '../metrics/declaration.ts';
import { defineMonitoring } from '../monitoring/define-monitoring.ts';
import { DefinitionError } from '../faults/definition-error.ts';
import { resolveDefinition } from '../resolve/resolve-definition.ts';
import type { EventSloDeclaration } from './slo-declaration.ts';

const metrics = {
  requests_total: counter({ help: 'Requests', labels: { route: 'any', status: 'any' } }),
  duration_seconds: histogram({ help: 'Duration', unit: 'seconds', buckets: [0.1, 0.5, 1, 2.5] }),
} as const;

function shop(options: Partial<EventSloDeclaration> = {}, targets = { shop: { address: '127.0.0.1:1' } }) {
  return defineMonitoring({
    service: 'shop',
    metrics,
    targets,
    slos: (m) => ({
      availability: {
        objective: 99.9,
        window: '30d',
        noTraffic: 'good',
        bad: m.requests_total.where({ status: /5../ }).rate('5m').sum(),
        total: m.requests_total.rate('5m').sum(),
        ...options,
      },
    }),
  });
}

function latency(ms: number) {
  return defineMonitoring({
    service: 'shop',
    metrics,
    slos: (m) => ({
      latency: {
        objective: 99,
        window: '30d',
        noTraffic: 'nodata',
        slowerThan: m.duration_seconds.over({ ms: ms as 500 }),
      },
    }),
  });
}

function queriesOf(definition: ReturnType<typeof shop>): ReadonlyMap<string, string> {
  return new Map(resolveDefinition(definition).rules.map(({ name, query }) => [name, query]));
}

function faultsOf(definition: ReturnType<typeof shop>): readonly string[] {
  try {
    resolveDefinition(definition);
  } catch (error) {
    if (error instanceof DefinitionError)
      return error.faults.map(({ path, message }) => `${path}: ${message}`);
    throw error;
  }
  return [];
}

const LABELS = '{slo="availability", service="shop"}';

describe('service level objectives', () => {
  test('bad and all events are recorded apart for each window, and divided at the end', () => {
    const queries = queriesOf(shop());
    expect(queries.get('slo:sli_bad:rate1h')).toBe(
      'sum(rate(requests_total{status=~"5.."}[1h])) or sum(rate(requests_total[1h])) * 0',
    );
    expect(queries.get('slo:sli_total:rate3d')).toBe('sum(rate(requests_total[3d]))');
    expect(queries.get('slo:sli_total:rate30d')).toBe(`avg_over_time(slo:sli_total:rate5m${LABELS}[30d])`);
    expect(queries.get('slo:period_error_budget_remaining:ratio')).toBe(
      `1 - slo:period_burn_rate:ratio${LABELS}`,
    );
    for (const window of ['5m', '30m', '1h', '2h', '6h', '1d', '3d', '30d']) {
      expect(queries.get(`slo:sli_error:ratio_rate${window}`)).toContain(
        `slo:sli_bad:rate${window}${LABELS} /`,
      );
    }
  });

  test.each([
    ['good', ` or slo:sli_total:rate5m${LABELS} == 0`],
    ['bad', ` or (slo:sli_total:rate5m${LABELS} == 0) + 1`],
    ['nodata', ''],
  ] as const)('a time without events counts as %s where it was said so', (noTraffic, rest) => {
    const ratio = `slo:sli_bad:rate5m${LABELS} / (slo:sli_total:rate5m${LABELS} > 0)`;
    expect(queriesOf(shop({ noTraffic })).get('slo:sli_error:ratio_rate5m')).toBe(ratio + rest);
  });

  test('four pairs of windows burn: two page, two make a ticket; factors scale with the period', () => {
    const over = (window: string, bound: number) => `slo:sli_error:ratio_rate${window}${LABELS} > ${bound}`;
    const queries = queriesOf(shop());
    expect(queries.get('AvailabilityBudgetBurnFast')).toBe(
      `${over('5m', 0.0144)} and ${over('1h', 0.0144)} or ${over('30m', 0.006)} and ${over('6h', 0.006)}`,
    );
    expect(queries.get('AvailabilityBudgetBurnSlow')).toBe(
      `${over('2h', 0.003)} and ${over('1d', 0.003)} or ${over('6h', 0.001)} and ${over('3d', 0.001)}`,
    );
    const week = queriesOf(shop({ window: '7d' })).get('AvailabilityBudgetBurnFast');
    expect(week).toContain(over('1h', 0.00336));
  });

  test('a burn slower than evenly is no alert: factors are at least 1', () => {
    const slow = queriesOf(shop({ window: '7d' })).get('AvailabilityBudgetBurnSlow');
    expect(slow).toContain(`slo:sli_error:ratio_rate3d${LABELS} > 0.001`);
  });

  test('with little traffic an alert waits for a number of events', () => {
    expect(queriesOf(shop({ minEvents: 20 })).get('AvailabilityBudgetBurnFast')).toContain(
      `and slo:sli_total:rate1h${LABELS} * 3600 >= 20 or`,
    );
  });

  test.each([
    ['good', 'absent(up{job="shop"} == 1)', 'page'],
    ['bad', `absent(slo:sli_total:rate5m${LABELS}) or slo:sli_total:rate5m${LABELS} == 0`, 'page'],
    ['nodata', `absent(slo:sli_total:rate5m${LABELS}) or slo:sli_total:rate5m${LABELS} == 0`, 'ticket'],
  ] as const)(
    'an objective that counts no traffic as %s has its alert for an outage',
    (noTraffic, query, severity) => {
      const { rules } = resolveDefinition(shop({ noTraffic }));
      const outage = rules.find(({ name }) => name === 'AvailabilityOutage');
      expect(outage).toMatchObject({ query, labels: { severity, slo: 'availability', service: 'shop' } });
    },
  );

  test('what an objective is made of stands in the resolved definition', () => {
    expect(resolveDefinition(shop({ runbook: 'r.md' })).slos).toMatchObject([
      {
        name: 'availability',
        objective: 99.9,
        windowMs: 2_592_000_000,
        total: 'sum(rate(requests_total[5m]))',
        alerts: ['AvailabilityBudgetBurnFast', 'AvailabilityBudgetBurnSlow', 'AvailabilityOutage'],
      },
    ]);
  });

  test('observations above a bound are bad: a bound is met however a program writes it', () => {
    expect(queriesOf(latency(500)).get('slo:sli_bad:rate5m')).toContain(
      'sum(rate(duration_seconds_count[5m])) - sum(rate(duration_seconds_bucket{le="0.5"}[5m]))',
    );
    expect(queriesOf(latency(1000)).get('slo:sli_bad:rate5m')).toContain(
      String.raw`duration_seconds_bucket{le=~"1|1\\.0"}`,
    );
  });

  test('a threshold that is no bucket bound is a fault that names the nearest', () => {
    expect(faultsOf(latency(700))).toEqual(
      Array(1).fill(
        'slos.latency.bad: 0.7 is no bucket bound of duration_seconds: the nearest are 0.5 and 1',
      ),
    );
  });

  test('an objective whose alerts could never fire is refused', () => {
    expect(faultsOf(shop({ objective: 90 }))).toEqual([
      'slos.availability.objective: its alert waits for a burn of 14.4, which is 144 % bad events and can never ' +
        'happen: over 30d write 93.06 or more, or a shorter window',
    ]);
    expect(faultsOf(shop({ objective: 93.06 }))).toEqual([]);
  });

  // The compiler would tell.
  const misspelt: object = { minEvent: 5 };

  test.each([
    ['a share', { objective: 0.999 }, 'objective: 0.999 is 0.999 percent: write 99.9'],
    ['a period of an hour', { window: '1h' }, 'window: the period of an objective is from 3d'],
    ['no policy', { noTraffic: undefined as never }, 'noTraffic: say what a time without events is'],
    ['a misspelt option', misspelt, "minEvent: there is no 'minEvent' here: did you mean 'minEvents'?"],
    ['no query', { bad: 5 as never }, 'bad: write events per second'],
  ] as const)('%s is a fault that says what to write', (_, options, message) => {
    expect(faultsOf(shop(options))).toEqual([expect.stringContaining(`slos.availability.${message}`)]);
  });

  test('queries that are no rates, or have other labels, are faults', () => {
    const definition = defineMonitoring({
      service: 'shop',
      metrics,
      slos: (m) => ({
        a: {
          objective: 99,
          window: '30d',
          noTraffic: 'good',
          bad: m.requests_total.increase('5m').sum('route'),
          total: m.requests_total.rate('5m').sum(),
        },
      }),
    });
    expect(faultsOf(definition)).toEqual([
      'slos.a: bad and total have different labels (route; none): sum both by the same',
      expect.stringContaining('slos.a.bad: write events per second'),
    ]);
  });
});
