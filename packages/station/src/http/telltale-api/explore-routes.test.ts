import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { resolveDefinition } from '@telltale/definition';
import { defineMonitoring, gauge, httpServer } from '@telltale/sdk/define';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { waitFor } from '../../../../../test/support/wait-for.ts';
import type { ExplainQueryResponse, FunctionsResponse, MetricsResponse, QueryNode } from '../../contract.ts';
import type { Station } from '../../station.ts';
import { createStation } from '../../station.ts';

const folder = mkdtempSync(join(tmpdir(), 'telltale-explore-'));
const POSITION = { file: join(process.cwd(), 'telltale.config.ts'), line: 7, column: 3 };
const resolved = resolveDefinition(
  defineMonitoring({
    service: 'shop',
    owner: 'team-shop',
    kits: [httpServer()],
    metrics: { carts_open: gauge({ help: 'Carts that are not checked out yet' }) },
  }),
);
const definition = {
  ...resolved,
  metrics: resolved.metrics.map((metric) => ({ ...metric, position: POSITION })),
};
/** Always several series. */
const BUCKETS = 'telltale_http_request_duration_seconds_bucket';
let station: Station;

beforeAll(async () => {
  station = await createStation({
    version: '0.0.0',
    port: 0,
    dataFolder: folder,
    definition,
    ruleGroups: [],
    targets: [],
    // A scrape that takes longer fails, and its series end for a moment.
    builtInIntervalMs: 1000,
    collectHost: false,
  });
  await waitFor('samples of the station itself', async () => {
    const { root } = await explain('telltale_http_requests_total');
    return (root?.series ?? 0) > 0;
  });
});
afterAll(async () => {
  await station.stop();
  rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
});

async function metrics(parameters: string): Promise<MetricsResponse> {
  return (await (await fetch(`${station.url}/api/telltale/metrics?${parameters}`)).json()) as MetricsResponse;
}

async function post(path: string, body: unknown): Promise<Response> {
  return fetch(`${station.url}/api/telltale/${path}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });
}

async function explain(query: string): Promise<ExplainQueryResponse> {
  return (await (await post('explain_query', { query, atMs: Date.now() })).json()) as ExplainQueryResponse;
}

function flat(node: QueryNode | null): readonly QueryNode[] {
  return node === null ? [] : [node, ...node.children.flatMap(flat)];
}

test('metrics are found by what is declared and what was seen, the best match first', async () => {
  const declared = await metrics('search=carts');
  expect(declared).toMatchObject({
    isTruncated: false,
    metrics: [{ name: 'carts_open', type: 'gauge', owner: 'team-shop', standing: 'declared', series: 0 }],
  });
  expect(declared.metrics[0]?.source).toBe('telltale.config.ts:7');
  await waitFor('the names of the station', async () => {
    const { metrics: seen } = await metrics('search=telltale_http_request_duration_seconds');
    const [first] = seen;
    return first?.standing === 'seen' && first.type === 'histogram' && (first.series ?? 0) > 3;
  });
});

test('a search may abbreviate words, or ask for one of the help', async () => {
  const { metrics: byLetters } = await metrics('search=hrds');
  expect(byLetters.map(({ name }) => name)).toContain('http_request_duration_seconds');
  const { metrics: byHelp } = await metrics('search=checked%20out');
  expect(byHelp.map(({ name }) => name)).toContain('carts_open');
});

test('the limit holds and says so; one that is no number is refused', async () => {
  const { metrics: few, isTruncated } = await metrics('limit=2');
  expect([few.length, isTruncated]).toEqual([2, true]);
  expect((await fetch(`${station.url}/api/telltale/metrics?limit=many`)).status).toBe(400);
});

test('functions and aggregations are told with their parameters; experimental ones only where they are allowed', async () => {
  const answer = await fetch(`${station.url}/api/telltale/functions`);
  const { functions } = (await answer.json()) as FunctionsResponse;
  const named = (name: string) => functions.find((one) => one.name === name);
  expect(named('quantile_over_time')).toMatchObject({
    kind: 'function',
    parameters: [
      { name: 'φ', type: 'scalar' },
      { name: 'range', type: 'matrix' },
    ],
    returns: 'vector',
  });
  expect(named('round')?.parameters.map(({ isOptional }) => isOptional)).toEqual([false, true]);
  expect(named('label_join')?.parameters.at(-1)).toMatchObject({ isOptional: true, isRepeated: true });
  expect(named('topk')?.kind).toBe('aggregation');
  expect([named('limitk'), named('mad_over_time')]).toEqual([undefined, undefined]);
});

test('each part of a query is explained with its place, its series, its labels and its time', async () => {
  const query = '  sum by (method) (rate(telltale_http_requests_total[1m])) / 2';
  const { root, error, formatted } = await explain(query);
  expect([error, formatted]).toEqual(['', query.trim()]);
  const nodes = flat(root);
  expect(nodes.map(({ title, type }) => `${title} ${type}`)).toEqual([
    '/ vector',
    'sum by (method) vector',
    'rate() vector',
    'range matrix',
    'literal scalar',
  ]);
  for (const { text, from, to } of nodes) expect(query.slice(from, to)).toBe(text);
  expect(nodes[3]?.text).toBe('telltale_http_requests_total[1m]');
  expect(nodes[3]?.series).toBeGreaterThan(0);
  expect(nodes[3]?.labels.map(({ name }) => name)).toContain('route');
  expect(nodes[3]?.durationMs).toBeGreaterThan(0);
  expect(nodes[4]).toMatchObject({ series: null, durationMs: null });
});

test('a part that cannot be evaluated says why; the others are there', async () => {
  const root = await waitFor('the fault of the whole', async () => {
    const explained = await explain(`${BUCKETS} + on () ${BUCKETS}`);
    return explained.root?.error !== '' && explained.root;
  });
  expect(root?.error).toMatch(/matching/);
  expect(root?.children.map(({ error, series }) => [error, (series ?? 0) > 0])).toEqual([
    ['', true],
    ['', true],
  ]);
});

test('a query that is none is told of with its place', async () => {
  expect(await explain('sum(')).toMatchObject({ root: null, formatted: '' });
  expect((await explain('sum(')).error).toMatch(/^1:4: unclosed/);
});

test('of a query with very many parts the first are evaluated', async () => {
  const query = Array.from({ length: 60 }, () => 'up').join(' + ');
  const nodes = flat((await explain(query)).root);
  expect(nodes.length).toBe(119);
  expect(nodes.filter(({ series }) => series !== null).length).toBeLessThanOrEqual(40);
  expect(nodes.some(({ error }) => error.includes('only the first 40'))).toBe(true);
});

test('a body without a query is refused', async () => {
  expect((await post('explain_query', { atMs: 1 })).status).toBe(400);
});
