import { mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { AlertingRule, Receiver, Route } from '@telltale/model';
import { parseExpr } from '@telltale/promql';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { waitFor } from '../../../../../test/support/wait-for.ts';
import type { MessagePreviewResponse, ReceiverTestResponse, ReceiversResponse } from '../../contract.ts';
import type { Station } from '../../station.ts';
import { createStation } from '../../station.ts';

const folder = mkdtempSync(join(tmpdir(), 'telltale-receivers-'));
/** Takes what is posted below `/take`, and refuses all else. */
const hook = createServer((request, response) => {
  request.resume();
  request.on('end', () => response.writeHead(request.url === '/take' ? 200 : 400).end());
});
let station: Station;
let origin: string;

const WAITS = { groupWaitMs: 0, groupIntervalMs: 1000, repeatIntervalMs: 3_600_000 };
const ROUTE: Route = {
  receiver: 'ops',
  matchers: [],
  continue: false,
  groupBy: ['alertname'],
  ...WAITS,
  routes: [],
};
const DOWN: AlertingRule = {
  kind: 'alerting',
  name: 'Down',
  query: 'vector(1) > 0',
  expr: parseExpr('vector(1) > 0'),
  labels: {},
  annotations: { summary: 'it is down' },
  forMs: 0,
  keepFiringForMs: 0,
};

beforeAll(async () => {
  await new Promise<void>((resolve) => hook.listen(0, '127.0.0.1', resolve));
  origin = `http://127.0.0.1:${(hook.address() as AddressInfo).port}`;
  const receivers: readonly Receiver[] = [
    { kind: 'webhook', name: 'ops', url: `${origin}/take`, sendResolved: true },
    { kind: 'slack', name: 'ops', url: { env: 'TEST_CHAT_URL' }, channel: '#ops', sendResolved: false },
    { kind: 'webhook', name: 'spare', url: `${origin}/secret-path`, sendResolved: true },
  ];
  station = await createStation({
    version: '0.0.0',
    port: 0,
    dataFolder: folder,
    ruleGroups: [{ name: 'rules', file: 'rules.yml', intervalMs: 200, rules: [DOWN] }],
    targets: [],
    builtInIntervalMs: 60_000,
    collectHost: false,
    notifier: { route: ROUTE, receivers, fallback: 'spare' },
  });
});
afterAll(async () => {
  await station.stop();
  hook.closeAllConnections();
  await new Promise((resolve) => hook.close(resolve));
  rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
});

async function ask<Answer>(path: string, body?: unknown): Promise<Answer> {
  const response = await fetch(`${station.url}/api/telltale/${path}`, {
    ...(body !== undefined && {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
    }),
  });
  return (await response.json()) as Answer;
}

test('who can be told is listed with what became of the newest message, and without what is secret', async () => {
  const { receivers } = await waitFor('the delivery', async () => {
    const answer = await ask<ReceiversResponse>('receivers');
    return answer.receivers[0].integrations[0].last?.outcome === 'delivered' && answer;
  });
  expect(receivers).toMatchObject([
    {
      name: 'ops',
      routes: 1,
      isFallback: false,
      integrations: [
        {
          integration: 'webhook',
          address: origin,
          sendsResolved: true,
          last: { alertNames: ['Down'], httpStatus: 200 },
        },
        { integration: 'slack', address: '#ops, address in $TEST_CHAT_URL', sendsResolved: false },
      ],
    },
    { name: 'spare', routes: 0, isFallback: true, integrations: [{ address: origin }] },
  ]);
  expect(JSON.stringify(receivers)).not.toContain('secret-path');
});

test('a test message tells what the receiver answered', async () => {
  const { receivers } = await ask<ReceiverTestResponse>('receivers/test', {});
  const words = receivers.map((one) => [one.receiver, one.integration, one.isDelivered, one.httpStatus]);
  expect(words).toEqual([
    ['ops', 'webhook', true, 200],
    ['ops', 'slack', false, null],
    ['spare', 'webhook', false, 400],
  ]);
  expect(receivers[2]).toMatchObject({ reason: 'clientError', error: expect.stringContaining('400') });
});

test('a message is shown as its receiver would get it, and not sent', async () => {
  const { messages } = await ask<MessagePreviewResponse>('receivers/preview', {
    labels: { alertname: 'Down', job: '<b>shop</b>' },
    annotations: { summary: 'it is down' },
    receiver: 'spare',
  });
  expect(messages).toMatchObject([{ receiver: 'spare', integration: 'webhook' }]);
  expect(JSON.parse(String(messages[0].message))).toMatchObject({
    alerts: [{ labels: { job: '<b>shop</b>' }, annotations: { summary: 'it is down' } }],
  });
});
