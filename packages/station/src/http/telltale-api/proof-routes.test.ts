import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseExpr } from '@telltale/promql';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Station } from '../../station.ts';
import { createStation } from '../../station.ts';

const folder = mkdtempSync(join(tmpdir(), 'telltale-proof-routes-'));
const route = {
  receiver: 'ops',
  matchers: [],
  continue: false,
  groupBy: [],
  groupWaitMs: 1000,
  groupIntervalMs: 1000,
  repeatIntervalMs: 3_600_000,
  routes: [],
};
const MAIL = {
  kind: 'email',
  name: 'ops',
  to: ['a@b.example'],
  from: 'a@b.example',
  requireTls: false,
  sendResolved: true,
};
const RULES = {
  name: 'rules',
  file: 'rules.yml',
  intervalMs: 60_000,
  rules: [
    {
      kind: 'alerting',
      name: 'Slow',
      query: 'vector(0) > 1',
      expr: parseExpr('vector(0) > 1'),
      labels: {},
      annotations: {},
      forMs: 0,
      keepFiringForMs: 0,
    },
  ],
} as const;
let station: Station;

beforeAll(async () => {
  station = await createStation({
    version: '0.0.0',
    port: 0,
    dataFolder: folder,
    ruleGroups: [RULES],
    targets: [],
    builtInIntervalMs: 60_000,
    collectHost: false,
    notifier: {
      route,
      receivers: [{ kind: 'webhook', name: 'ops', url: 'http://127.0.0.1:9/', sendResolved: true }],
    },
  });
});
afterAll(async () => {
  await station.stop();
  rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
});

async function post(path: string, body: unknown, headers: Readonly<Record<string, string>> = {}) {
  const response = await fetch(`${station.url}/api/telltale/${path}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body: typeof body === 'string' ? body : JSON.stringify(body),
  });
  return { status: response.status, text: await response.text() };
}

const SINK = { kind: 'webhook', name: 'ops', url: 'http://127.0.0.1:9/', sendResolved: true };
const DRILL = { alertName: 'Slow', labels: {}, seconds: 60, receivers: [SINK] };

describe('a drill is ordered', () => {
  test('of an alert with receivers on this machine, and is ended', async () => {
    const { status, text } = await post('drills', DRILL);
    expect(status).toBe(200);
    const url = `${station.url}/api/telltale/drills/${JSON.parse(text).id}`;
    expect(await (await fetch(url)).json()).toMatchObject({ alertName: 'Slow', notifications: [] });
    expect((await fetch(url, { method: 'DELETE' })).status).toBe(204);
    expect((await fetch(url)).status).toBe(400);
  });

  test.each([
    ['no object', 'null'],
    ['a name of JavaScript', '{"alertName":"__proto__","labels":{},"seconds":1}'],
    ['no alert', { ...DRILL, alertName: 'Nope' }],
    ['labels that are no texts', { ...DRILL, labels: { a: { b: 'c' } } }],
    ['a time without an end', { ...DRILL, seconds: 1e99 }],
    ['a kind of receiver that is none', { ...DRILL, receivers: [{ ...SINK, kind: 'bogus' }] }],
    ['a receiver without an address', { ...DRILL, receivers: [{ ...SINK, url: undefined }] }],
    ['an address that is none', { ...DRILL, receivers: [{ ...SINK, url: { file: '/etc/passwd' } }] }],
    ['a list in the place of an address', { ...DRILL, receivers: [{ ...SINK, url: ['http://192.0.2.1/'] }] }],
    ['a receiver elsewhere', { ...DRILL, receivers: [{ ...SINK, url: 'http://192.0.2.1/' }] }],
    ['a mail server that is none', { ...DRILL, receivers: [{ ...MAIL, smarthost: 'a:1@127.0.0.1' }] }],
    ['a template that is none', { ...DRILL, receivers: [{ ...SINK, body: '{{ nope' }] }],
  ])('not with %s', async (_, body) => {
    const { status, text } = await post('drills', body);
    expect({ status, text }).toEqual({ status: 400, text: expect.stringContaining('error') });
  });

  test('not by a page of another site', async () => {
    expect((await post('drills', DRILL, { origin: 'http://evil.example' })).status).toBe(403);
  });
});

test('an alert that is none is explained to nobody', async () => {
  const response = await fetch(`${station.url}/api/telltale/alerts/Nope/why`);
  expect(response.status).toBe(400);
  expect(await response.text()).toContain('No rule named \\"Nope\\"');
});

describe('proofs', () => {
  const STEP = { level: 0, name: 'parses', outcome: 'passed', detail: '', remarks: [], tookMs: 1 };
  const PROOF = { alertName: 'Slow', hash: 'h', level: 0, steps: [STEP], provenAtMs: 1 };

  test('are kept', async () => {
    expect((await post('proofs', { proofs: [PROOF] })).status).toBe(204);
    const { proofs } = await (await fetch(`${station.url}/api/telltale/proofs`)).json();
    expect(proofs).toMatchObject([{ proof: PROOF, staleness: expect.stringContaining('days old') }]);
  });

  test.each([
    ['no list', { proofs: 'x' }],
    ['steps that are none', { proofs: [{ ...PROOF, steps: [null, 5] }] }],
    ['an outcome that is none', { proofs: [{ ...PROOF, steps: [{ ...STEP, outcome: 'maybe' }] }] }],
    ['a time that is none', '{"proofs":[{"alertName":"Slow","hash":"h","steps":[],"provenAtMs":1e400}]}'],
  ])('with %s are refused', async (_, body) => {
    expect((await post('proofs', body)).status).toBe(400);
  });
});
