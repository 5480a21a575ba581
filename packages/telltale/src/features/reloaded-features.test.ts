import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { alert, counter, defineMonitoring, resolveDefinition } from '@telltale/definition';
import { parseExpr } from '@telltale/promql';
import type { Station } from '@telltale/station';
import { createStation } from '@telltale/station';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { definitionFeature } from './definition-feature.ts';
import { grafanaExportFeature } from './grafana-export-feature.ts';
import { proofRunsFeature } from './proof-runs-feature.ts';
import { queryFeature } from './query-feature.ts';
import { savedQueriesFeature } from './saved-queries-feature.ts';

const folder = mkdtempSync(join(tmpdir(), 'telltale-reloaded-features-'));
let station: Station;

function definitionOf(service: string, metric: string, alertName: string) {
  const definition = defineMonitoring({
    service,
    owner: 'team-shop',
    metrics: { [metric]: counter({ help: 'Counted' }) },
    queries: (m) => ({ [`${service}_rate`]: { help: 'How much', query: m[metric].rate('1m').sum() } }),
    alerts: (m) => ({
      [alertName]: alert({
        when: m[metric].rate('1m').sum().above(1),
        severity: 'warning',
        onNoData: 'ignore',
        summary: 'Much',
      }),
    }),
    dashboards: (m) => ({ [`All of ${service}`]: { Rate: m[metric].rate('1m').sum() } }),
  });
  return resolveDefinition(definition, { parse: parseExpr });
}

beforeAll(async () => {
  station = await createStation({
    version: '0.0.0',
    port: 0,
    dataFolder: folder,
    definition: definitionOf('shop', 'orders_total', 'OrdersHigh'),
    ruleGroups: [],
    targets: [],
    builtInIntervalMs: 60_000,
    collectHost: false,
    features: [
      definitionFeature(),
      grafanaExportFeature(),
      savedQueriesFeature(),
      queryFeature(),
      proofRunsFeature({ configFile: 'none', environment: undefined, url: 'http://127.0.0.1:1' }),
    ],
    reload: async () => ({
      ruleGroups: [],
      definition: definitionOf('mill', 'sacks_total', 'SacksHigh'),
    }),
  });
});
afterAll(async () => {
  await station.stop();
  rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
});

async function ask(path: string, body?: unknown): Promise<{ status: number; text: string }> {
  const response = await fetch(`${station.url}/api/telltale/${path}`, {
    ...(body !== undefined && {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
    }),
  });
  return { status: response.status, text: await response.text() };
}

/** What each of them tells of one definition. */
async function told(metric: string) {
  const [definition, queries, runs, all, none, check] = await Promise.all([
    ask('definition'),
    ask('queries'),
    ask('proof_runs'),
    ask('dashboards/all-of-shop/grafana'),
    ask('dashboards/all-of-mill/grafana'),
    ask('check_query', { query: metric }),
  ]);
  return {
    service: JSON.parse(definition.text).service,
    saved: JSON.parse(queries.text).queries.map(({ name }: { name: string }) => name),
    provable: JSON.parse(runs.text).provable,
    exported: [all.status, none.status],
    rules: JSON.parse(check.text).findings.map(({ rule }: { rule: string }) => rule),
  };
}

test('after a reload commands and pages are told of the new definition alone', async () => {
  const before = await told('orders_total');
  expect(before).toMatchObject({
    service: 'shop',
    saved: ['shop_rate'],
    provable: ['OrdersHigh'],
    exported: [200, 404],
  });
  await station.reload();
  expect(await told('sacks_total')).toEqual({
    service: 'mill',
    saved: ['mill_rate'],
    provable: ['SacksHigh'],
    exported: [404, 200],
    // It is checked as the metric of the definition before was.
    rules: before.rules,
  });
  // What is gone from the definition is not known any more.
  expect((await told('orders_total')).rules).not.toEqual(before.rules);
});
