import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { SlowQueriesResponse } from '../../contract.ts';
import type { Station } from '../../station.ts';
import { createStation } from '../../station.ts';

const folder = mkdtempSync(join(tmpdir(), 'telltale-page-loads-'));
let station: Station;

beforeAll(async () => {
  station = await createStation({
    version: '0.0.0',
    port: 0,
    dataFolder: folder,
    ruleGroups: [],
    targets: [],
    builtInIntervalMs: 60_000,
    collectHost: false,
  });
});
afterAll(async () => {
  await station.stop();
  rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
});

async function report(load: unknown): Promise<number> {
  const answer = await fetch(`${station.url}/api/telltale/page_loads`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(load),
  });
  await answer.arrayBuffer();
  return answer.status;
}

test('how long pages take to load is a histogram of the station, by page', async () => {
  expect(await report({ page: 'dashboard', durationMs: 150 })).toBe(204);
  const page = await (await fetch(`${station.url}/metrics`)).text();
  expect(page).toContain('ui_dashboard_load_seconds_bucket{page="dashboard",le="0.2"} 1');
  expect(page).toContain('ui_dashboard_load_seconds_count{page="dashboard"} 1');
});

test('what is no time of a page is refused', async () => {
  for (const load of [{ page: 'x', durationMs: 1 }, { page: 'dashboard', durationMs: -1 }, {}]) {
    expect(await report(load)).toBe(400);
  }
});

test('slow queries are listed', async () => {
  const answer = await fetch(`${station.url}/api/telltale/slow_queries`);
  expect(answer.headers.get('cache-control')).toBe('no-store');
  expect((await answer.json()) as SlowQueriesResponse).toEqual({ slowFromMs: 500, queries: [] });
});
