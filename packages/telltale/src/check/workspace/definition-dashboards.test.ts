import { readFileSync } from 'node:fs';
import {
  choice,
  counter,
  dashboard,
  defineMonitoring,
  histogram,
  interval,
  labelValues,
  panel,
  resolveDefinition,
} from '@telltale/definition';
import { parseExpr } from '@telltale/promql';
import { afterEach, describe, expect, test } from 'vitest';
import { checkWorkspace } from '../check-workspace.ts';
import { ALL_RULES } from '../rules/all-rules.ts';
import { exampleWorkspace } from '../rules/examples/example-workspace.ts';

const SWITCH = Symbol.for('telltale.positions');
afterEach(() => void Reflect.deleteProperty(globalThis, SWITCH));

function findingsOf(query: string) {
  const definition = defineMonitoring({
    service: 'shop',
    targets: { shop: { address: 'shop:3000' } },
    metrics: {
      orders_total: counter({ help: 'Orders', labels: { shop: 'any', method: ['card', 'invoice'] } }),
      payment_seconds: histogram({ help: 'Payment', unit: 'seconds', buckets: [0.1, 1, 5] }),
    },
    dashboards: (m) => ({
      Shop: dashboard({
        variables: {
          shop: labelValues(m.orders_total, 'shop', { multi: true, all: true }),
          method: choice(['card', 'invoice']),
          window: interval(['5m', '1h']),
        },
        panels: ({ shop, method, window }) => ({
          Orders: m.orders_total.where({ shop, method }).rate(window).sum('shop'),
          Share: { query: m.orders_total.rate('5m').sum('method'), kind: 'pie' },
          Payment: m.payment_seconds.buckets('5m'),
          Odd: panel({
            query: m.orders_total
              .where({ method: query as 'card' })
              .rate('5m')
              .sum(),
          }),
          Help: { text: 'Call the shop.' },
        }),
      }),
    }),
  });
  const resolved = resolveDefinition(definition, { parse: parseExpr });
  const { findings } = checkWorkspace(exampleWorkspace({ files: {}, definition: resolved }), {
    rules: ALL_RULES.filter(({ id }) => /^(?:dash|promql|label)\//.test(id)),
  });
  return findings.map(({ ruleId, place }) => ({ ruleId, ...place.position, subject: place.subject }));
}

describe('dashboards of a definition', () => {
  test('with variables, pies, heatmaps and texts have nothing that a rule would find', () => {
    expect(findingsOf('card')).toEqual([]);
  });

  test('have what is wrong where the panel is declared', () => {
    Reflect.set(globalThis, SWITCH, true);
    const [finding] = findingsOf('cash');
    expect(finding).toMatchObject({ file: import.meta.filename, subject: 'panel Odd of Shop' });
    const lines = readFileSync(import.meta.filename, 'utf8').split('\n');
    expect(lines[finding.line - 1]).toContain('Odd: panel(');
  });
});
