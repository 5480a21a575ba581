import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';
import { createStation } from '@telltale/station';
import type { Station } from '@telltale/station';
import type { CheckQueryResponse, QueryCodeRequest, QueryFinding } from '@telltale/station/contract';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { waitFor } from '../../../../test/support/wait-for.ts';
import { loadDefinition } from '../definition/load-definition.ts';
import { runAlertsFile } from '../testing/files/run-alerts-file.ts';
import { queryFeature } from './query-feature.ts';

const root = resolve(import.meta.dirname, '../../../..');
const data = mkdtempSync(join(tmpdir(), 'telltale-queries-'));
// Inside the package, so that programs find its sources.
const folder = mkdtempSync(join(import.meta.dirname, '../../test/code-'));
/** Modules are loaded once: what is made of queries has a file of its own. */
const FIRST_CONFIG = join(folder, 'first.config.ts');
const CONFIG = join(folder, 'telltale.config.ts');
const QUERY = 'sum by (route) (rate(http_requests_total{status_code=~"5.."}[5m])) > 2';
const definitionText = (sections: string): string => `
import { alert, defineMonitoring, httpServer, promql } from '@telltale/sdk/define';

export const used = [alert, promql];
export default defineMonitoring({
service: 'shop',
kits: [httpServer()],
targets: { shop: { address: '127.0.0.1:3000' } },
${sections}});
`;
let defined: Station;
let bare: Station;

beforeAll(async () => {
  writeFileSync(FIRST_CONFIG, definitionText(''));
  const { resolved } = await loadDefinition({
    config: FIRST_CONFIG,
    cwd: folder,
    environment: undefined,
    env: process.env,
  });
  const settings = {
    version: '0.0.0',
    port: 0,
    ruleGroups: [],
    targets: [],
    builtInIntervalMs: 100,
    collectHost: false,
  };
  defined = await createStation({
    ...settings,
    dataFolder: join(data, 'defined'),
    definition: resolved,
    features: [queryFeature()],
  });
  bare = await createStation({
    ...settings,
    dataFolder: join(data, 'bare'),
    features: [queryFeature()],
  });
});
afterAll(async () => {
  await Promise.all([defined.stop(), bare.stop()]);
  for (const one of [data, folder]) rmSync(one, { recursive: true, force: true, maxRetries: 5 });
});

async function ask<Answer>({ url }: Station, path: string, body: unknown): Promise<Answer> {
  const answer = await fetch(`${url}/api/telltale/${path}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });
  return (await answer.json()) as Answer;
}

async function check(station: Station, query: string): Promise<readonly QueryFinding[]> {
  return (await ask<CheckQueryResponse>(station, 'check_query', { query })).findings;
}

async function code(request: Partial<QueryCodeRequest>): Promise<string> {
  const whole = { query: QUERY, title: 'Too many errors', ...request };
  return (await ask<{ code: string }>(defined, 'query_code', whole)).code;
}

test('the checker finds what is wrong with a query at its place, as telltale check does', async () => {
  const query = 'sum(rate(http_request_total[5m])) by (rout)';
  const findings = await check(defined, query);
  const unknown = findings.find(({ rule }) => rule === 'promql/unknown-metric');
  expect(unknown).toMatchObject({ severity: 'error', fix: 'did you mean http_requests_total?' });
  expect(query.slice(unknown?.from, unknown?.to)).toBe('http_request_total');
  const labels = 'sum by (rout) (rate(http_requests_total[5m]))';
  const label = (await check(defined, labels)).find(({ rule }) => rule === 'promql/unknown-label');
  expect(labels.slice(label?.from, label?.to)).toBe('rout');
});

test('a counter that is read as it is, and a rate of what is no counter, are findings', async () => {
  expect((await check(defined, 'rate(http_requests_in_flight[5m])')).map(({ rule }) => rule)).toContain(
    'rate/not-counter',
  );
});

test('a sound query has no findings, nor has one that is not written yet', async () => {
  expect(await check(defined, QUERY)).toEqual([]);
  expect(await check(defined, '  ')).toEqual([]);
});

test('what is no PromQL is told with the place', async () => {
  const [finding] = await check(defined, 'sum(up');
  expect(finding).toMatchObject({ severity: 'error', rule: 'promql/syntax', from: 3 });
});

test('without a definition, metrics that were seen are known, and others are not', async () => {
  const known = 'rate(telltale_scrapes_total[5m])';
  await waitFor('the names of the station', async () => {
    const answer = await fetch(`${bare.url}/api/v1/label/__name__/values`);
    return (await answer.text()).includes('telltale_scrapes_total');
  });
  expect(await check(bare, known)).toEqual([]);
  expect(await check(bare, 'rate(telltale_scrape_total[5m])')).toMatchObject([
    { rule: 'promql/unknown-metric', from: 5 },
  ]);
});

test('a query becomes a panel, an alert and its test, which compile; the test passes', async () => {
  const panel = await code({ as: 'panel' });
  const alert = await code({ as: 'alert' });
  expect(panel).toContain("'Too many errors'");
  writeFileSync(CONFIG, definitionText(panel + alert));
  writeFileSync(join(folder, 'shop.alerts.ts'), await code({ as: 'test' }));
  const project = {
    extends: join(root, 'tsconfig.base.json'),
    compilerOptions: { noEmit: true, composite: false },
    files: ['shop.alerts.ts'],
  };
  writeFileSync(join(folder, 'tsconfig.json'), JSON.stringify(project));
  const compiler = join(root, 'node_modules/typescript/bin/tsc');
  await promisify(execFile)(process.execPath, [compiler, '-p', folder, '--pretty', 'false']);
  const path = join(folder, 'shop.alerts.ts');
  const { result } = await runAlertsFile({ path, shown: 'shop.alerts.ts', kind: 'alerts' });
  expect(result.errors).toEqual([]);
  expect(result.tests.map(({ failures }) => failures)).toEqual([[]]);
}, 60_000);

test('titles and queries are text: nothing of them becomes code', async () => {
  const hostile = await code({ as: 'panel', title: "x': evil(), '", query: 'up{job="`${evil()}`"}' });
  expect(hostile).toContain(String.raw`'x\': evil(), \''`);
  expect(hostile).toContain(String.raw`\`\${evil()}\``);
});

test('of what is no query, no code is made', async () => {
  const answer = await ask<{ error: string }>(defined, 'query_code', {
    query: 'sum(',
    as: 'panel',
    title: 'x',
  });
  expect(answer.error).toMatch(/This is no query/);
});
