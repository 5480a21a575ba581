import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createStation } from '@telltale/station';
import type { Station } from '@telltale/station';
import type { ProofRunView, ProofRunsResponse } from '@telltale/station/contract';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { waitFor } from '../../../../test/support/wait-for.ts';
import { freePort } from '../../../../test/support/free-port.ts';
import { loadDefinition } from '../definition/load-definition.ts';
import { proofRunsFeature } from './proof-runs-feature.ts';

const CONFIG = join(import.meta.dirname, '../../../../test/prove/fixtures/live.config.ts');
const folder = mkdtempSync(join(tmpdir(), 'telltale-proof-runs-'));
let station: Station;

beforeAll(async () => {
  const { resolved } = await loadDefinition({
    config: CONFIG,
    cwd: process.cwd(),
    environment: undefined,
    env: process.env,
  });
  const port = await freePort();
  station = await createStation({
    version: '0.0.0',
    port,
    dataFolder: folder,
    definition: resolved,
    ruleGroups: [],
    targets: [],
    builtInIntervalMs: 60_000,
    collectHost: false,
    features: [
      proofRunsFeature({
        configFile: CONFIG,
        environment: undefined,
        url: `http://127.0.0.1:${port}`,
      }),
    ],
  });
});
afterAll(async () => {
  await station.stop();
  rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
});

async function ask(path: string, method = 'GET', body?: unknown) {
  const response = await fetch(`${station.url}/api/telltale/${path}`, {
    method,
    ...(body !== undefined && {
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
    }),
  });
  const text = await response.text();
  return { status: response.status, body: text === '' ? undefined : JSON.parse(text) };
}

async function runOver(id: string): Promise<ProofRunView> {
  return waitFor('the end of the run', async () => {
    const { body } = await ask(`proof_runs/${id}`);
    return body.endedAtMs !== null && body;
  });
}

test('an alert is proven as somebody asks for it, step by step, and the proof is kept', async () => {
  const { status, body } = await ask('proof_runs', 'POST', { alerts: ['ManyCarts'], tell: 'sink' });
  expect(status).toBe(200);
  expect(body).toMatchObject({ endedAtMs: null, alerts: [{ alert: 'ManyCarts', proof: null }] });
  // Two at once would share their receivers.
  expect(await ask('proof_runs', 'POST', { alerts: [], tell: 'sink' })).toMatchObject({ status: 409 });
  const run = await runOver(body.id);
  expect(run).toMatchObject({ error: '', alerts: [{ state: 'proven', proof: { level: 5 } }] });
  expect(run.alerts[0].passed).toContain('accepted by receivers');
  expect(run.alerts[0].hops).toEqual(run.alerts[0].proof?.hops);
  expect(run.alerts[0].proof?.deliveries[0].answer).toBe('HTTP 200');
  const kept = await waitFor('the kept proof', async () => {
    const { proofs } = (await ask('proofs')).body;
    return proofs.length > 0 && proofs;
  });
  expect(kept).toMatchObject([{ proof: { alertName: 'ManyCarts' }, staleness: '' }]);
  const { runs, provable } = (await ask('proof_runs')).body as ProofRunsResponse;
  expect(runs.map(({ id }) => id)).toEqual([run.id]);
  expect(provable).toContain('ManyCarts');
}, 60_000);

test('a run is stopped in the middle', async () => {
  const { body } = await ask('proof_runs', 'POST', { alerts: [], tell: 'sink' });
  expect(await ask(`proof_runs/${body.id}`, 'DELETE')).toMatchObject({ status: 204 });
  expect((await runOver(body.id)).error).toBe('it was stopped');
}, 60_000);

test.each([
  ['an alert that is not defined', { alerts: ['Nope'], tell: 'sink' }],
  ['nobody to tell', { alerts: [] }],
  ['somebody else to tell', { alerts: [], tell: 'everybody' }],
])('%s is refused', async (_, body) => {
  expect(await ask('proof_runs', 'POST', body)).toMatchObject({
    status: 400,
    body: { error: expect.any(String) },
  });
});

test('a run that is none is not found', async () => {
  expect(await ask('proof_runs/nope')).toMatchObject({ status: 404 });
  expect(await ask('proof_runs/nope', 'DELETE')).toMatchObject({ status: 404 });
});
