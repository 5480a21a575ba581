import { createRuleManager } from '@telltale/alerting';
import { MemorySeriesStore, VirtualClock, createMemoryState } from '@telltale/model';
import type { Rule } from '@telltale/model';
import { createQueryEngine, parseExpr } from '@telltale/promql';
import fastify from 'fastify';
import { expect, test } from 'vitest';
import { TargetHistory } from '../../scrape/scrape-target.ts';
import { registerStateRoutes } from './state-routes.ts';

const base = { query: 'vector(1200)', expr: parseExpr('vector(1200)'), labels: {} };
const firing: Rule = { ...base, kind: 'alerting', name: 'A', forMs: 0, keepFiringForMs: 0, annotations: {} };
const recorded: Rule = { ...base, kind: 'recording', name: 'y' };

/** The API over two groups of rules that were evaluated once, and a target that was not yet scraped. */
async function setUp() {
  const store = new MemorySeriesStore();
  const group = (name: string, rule: Rule) => ({ name, file: 'r.yml', intervalMs: 10_000, rules: [rule] });
  const rules = createRuleManager({
    groups: [group('alerts', firing), group('recordings', recorded)],
    query: createQueryEngine({ source: store }),
    appender: store,
    clock: new VirtualClock(0),
    state: createMemoryState(),
    onAlerts: () => undefined,
  });
  await rules.evaluateOnce('alerts', 0);
  await rules.evaluateOnce('recordings', 0);
  const target = new TargetHistory({
    job: 'shop',
    instance: 'shop:3000',
    url: 'http://shop:3000/metrics',
    intervalMs: 15_000,
    timeoutMs: 4000,
    labels: {},
  });
  const server = fastify();
  registerStateRoutes(server, {
    rules,
    targets: () => [target.view()],
    version: '0',
    startedAtMs: 0,
    retentionMs: 1000,
    seriesCount: () => 0,
  });
  return async (url: string) => {
    const response = await server.inject(url);
    return { statusCode: response.statusCode, ...response.json<{ data: Record<string, unknown> }>() };
  };
}

test('a target tells its own timeout, and the zero time before its first scrape', async () => {
  const get = await setUp();
  expect((await get('/api/v1/targets')).data).toMatchObject({
    activeTargets: [
      { scrapeInterval: '15s', scrapeTimeout: '4s', health: 'unknown', lastScrape: '0001-01-01T00:00:00Z' },
    ],
  });
});

test('rules of one type are listed without the groups that have none', async () => {
  const get = await setUp();
  const namesOf = async (url: string) =>
    ((await get(url)).data['groups'] as { name: string }[]).map(({ name }) => name);
  expect(await namesOf('/api/v1/rules')).toEqual(['alerts', 'recordings']);
  expect(await namesOf('/api/v1/rules?type=record')).toEqual(['recordings']);
});

test('a type of rules that does not exist is refused', async () => {
  const get = await setUp();
  expect(await get('/api/v1/rules?type=alerts')).toMatchObject({ statusCode: 400, errorType: 'bad_data' });
});

test('the value of an alert is written with an exponent', async () => {
  const get = await setUp();
  expect((await get('/api/v1/alerts')).data).toMatchObject({
    alerts: [{ state: 'firing', value: '1.2e+03' }],
  });
});
