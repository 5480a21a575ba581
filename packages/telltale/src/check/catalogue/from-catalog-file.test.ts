import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { counter, defineMonitoring, histogram, resolveDefinition } from '@telltale/definition';
import { GENERATORS } from '@telltale/manifests';
import { parseExpr } from '@telltale/promql';
import { expect, test } from 'vitest';
import type { JsonReport } from '../report/json-report.ts';
import { run, temporaryFolder } from '../../../test/support/run-cli.ts';

const RULES = `groups:
  - name: foreign
    rules:
      - alert: ManyErrors
        expr: sum(rate(shop_orders_total{state="faild"}[5m])) > 1
      - alert: Slow
        expr: sum(rate(shop_pay_seconds_bucket{le="0.3"}[5m])) < 1
      - alert: Absent
        expr: shop_carts > 1
      - alert: Recorded
        expr: shop:orders:rate5m > 1
`;

function catalogText(): string {
  const definition = defineMonitoring({
    service: 'shop',
    metrics: {
      shop_orders_total: counter({ help: 'Orders', labels: { state: ['paid', 'failed'] } }),
      shop_pay_seconds: histogram({ help: 'Paying', unit: 'seconds', buckets: [0.1, 1] }),
    },
    recordings: (m) => ({ 'shop:orders:rate5m': m.shop_orders_total.rate('5m').sum() }),
  });
  const [file] = GENERATORS.get('catalog')?.(resolveDefinition(definition, { parse: parseExpr }), {}) ?? [];
  return file?.text ?? '';
}

async function checkWith(catalog: string) {
  const folder = temporaryFolder();
  await writeFile(join(folder, 'rules.yml'), RULES);
  await writeFile(join(folder, 'catalog.json'), catalog);
  return run(folder, 'check', 'rules.yml', '--metrics', 'catalog.json', '--json');
}

test('a foreign rule file is judged by a catalogue alone: label values, bucket edges, names', async () => {
  const { exitCode, output } = await checkWith(catalogText());
  expect(exitCode).toBe(1);
  const { findings }: JsonReport = JSON.parse(output);
  expect(findings.map(({ line, rule, text }) => `${line} ${rule} ${text}`)).toEqual([
    '5 promql/unknown-label-value state="faild"',
    '7 slo/threshold-bucket le="0.3"',
    '9 promql/unknown-metric shop_carts',
  ]);
});

test.each([
  ['{"a": 1}', 'catalog.json is JSON, but no catalogue'],
  ['[]', 'catalog.json is JSON, but no catalogue'],
  [
    '{"catalogVersion": 2, "metrics": []}',
    'catalog.json is a catalogue of version 2; this telltale reads version 1',
  ],
  [
    '{"catalogVersion": 1, "metrics": [{"name": "x"}]}',
    'catalog.json: metrics[0] has no name, or a kind that is none',
  ],
  [
    '{"catalogVersion": 1, "metrics": [null]}',
    'catalog.json: metrics[0] has no name, or a kind that is none',
  ],
])('%s is refused with what it lacks', async (text, message) => {
  const { exitCode, errors } = await checkWith(text);
  expect(exitCode).toBe(2);
  expect(errors).toContain(`telltale: ${message} (TT_FILE_READ)\n`);
});

test('hostile names and values of a catalogue are names and values like any other', async () => {
  const catalog = `{ "catalogVersion": 1, "metrics": [ { "name": "shop_carts", "kind": "gauge",
    "labels": { "__proto__": { "kind": "values", "values": ["a", 5] }, "constructor": 7 } } ] }`;
  const { output } = await checkWith(catalog);
  const { findings, counts }: JsonReport = JSON.parse(output);
  expect(counts.knownMetrics).toBe(1);
  expect(findings.filter(({ line }) => line === 9)).toEqual([]);
});
