import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { resolveDefinition } from '@telltale/definition';
import { parseExpr } from '@telltale/promql';
import { counter, defineMonitoring } from '@telltale/sdk/define';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { DashboardsResponse, MetricsResponse, OverviewResponse, StatusResponse } from '../contract.ts';
import type { Station } from '../station.ts';
import { createStation } from '../station.ts';

const folder = mkdtempSync(join(tmpdir(), 'telltale-reloaded-'));
let station: Station;

function definitionOf(service: string, metric: string) {
  const definition = defineMonitoring({
    service,
    owner: 'team-shop',
    metrics: { [metric]: counter({ help: 'Counted' }) },
    dashboards: (m) => ({ [`All of ${service}`]: { Rate: m[metric].rate('1m').sum() } }),
  });
  return resolveDefinition(definition, { parse: parseExpr });
}

beforeAll(async () => {
  station = await createStation({
    version: '0.0.0',
    port: 0,
    dataFolder: folder,
    definition: definitionOf('shop', 'orders_total'),
    ruleGroups: [],
    targets: [],
    builtInIntervalMs: 60_000,
    collectHost: false,
    reload: async () => ({ ruleGroups: [], definition: definitionOf('mill', 'sacks_total') }),
  });
});
afterAll(async () => {
  await station.stop();
  rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
});

async function get<Answer>(path: string): Promise<Answer> {
  return (await (await fetch(`${station.url}/api/telltale/${path}`)).json()) as Answer;
}

/** What pages show of the definition. */
async function shown() {
  const [{ dashboards }, { services }, { metrics }, { service }] = await Promise.all([
    get<DashboardsResponse>('dashboards'),
    get<OverviewResponse>('overview'),
    get<MetricsResponse>('metrics?search=_total'),
    get<StatusResponse>('status'),
  ]);
  const declared = metrics.filter(({ standing }) => standing === 'declared').map(({ name }) => name);
  return {
    isOnBoard: dashboards.map(({ title }) => title).filter((title) => title.startsWith('All of')),
    services: services.map(({ name }) => name),
    declared,
    service,
  };
}

test('after a reload pages show the services, dashboards and metrics of the new definition', async () => {
  expect(await shown()).toMatchObject({
    isOnBoard: ['All of shop'],
    services: ['shop'],
    declared: ['orders_total'],
    service: 'shop',
  });
  await station.reload();
  // What is found of metrics is some seconds old at most.
  await expect.poll(shown).toMatchObject({
    isOnBoard: ['All of mill'],
    services: ['mill'],
    declared: ['sacks_total'],
    service: 'mill',
  });
});
