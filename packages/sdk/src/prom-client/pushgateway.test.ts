import { gunzipSync } from 'node:zlib';
import { describe, expect, onTestFinished, test } from 'vitest';
import { ourClient, promClient } from '../../test/support/clients.ts';
import type { Client } from '../../test/support/clients.ts';
import { startPushgateway } from '../../test/support/metric-servers.ts';
import { startReceiver } from '../../test/support/receiver.ts';
import type { Received } from '../../test/support/receiver.ts';
import { hasProgram, stopProgram } from '../../test/support/workspace.ts';

/** A gateway that answers with a status and a body. */
function startGateway(status = 200) {
  return startReceiver((response) => response.writeHead(status).end('the body'));
}

function registryOf({ Registry, Gauge }: Client) {
  const registry = new Registry();
  new Gauge({ name: 'carts', help: 'Carts', registers: [registry] }).set(2);
  return registry;
}

type Push = (gateway: InstanceType<Client['Pushgateway']>) => Promise<{ body?: unknown }>;

/** Without what differs from server to server, and from one way to send a body to the other. */
function readable({ method, path, headers, body }: Received) {
  const { host: _, 'content-length': length, 'transfer-encoding': encoding, ...others } = headers;
  const text = headers['content-encoding'] === 'gzip' ? gunzipSync(body) : body;
  return { method, path, headers: others, body: text.toString(), hasBody: Boolean(length ?? encoding) };
}

/** What both clients send, and how the call ended. */
async function bothSent(push: Push, options?: object, at: { path?: string; status?: number } = {}) {
  const results = [];
  for (const client of [promClient, ourClient]) {
    const { url, requests } = await startGateway(at.status);
    const gateway = new client.Pushgateway(
      url + (at.path ?? ''),
      structuredClone(options),
      registryOf(client),
    );
    const end = await push(gateway).then(
      ({ body }) => ['resolved', body],
      (error: Error) => ['rejected', error.message],
    );
    results.push({ sent: requests.map(readable), end });
  }
  return results;
}

const pushes: Readonly<Record<string, Push>> = {
  push: (gateway) => gateway.push({ jobName: 'nightly job' }),
  pushAdd: (gateway) => gateway.pushAdd({ jobName: 'a/b', groupings: { zone: 'a&b', ['ü']: '1' } }),
  delete: (gateway) => gateway.delete({ jobName: 'j', groupings: { zone: 'x' } }),
};

describe('a Pushgateway is sent what prom-client sends', () => {
  test.each(Object.entries(pushes))('%s', async (_, push) => {
    for (const path of ['', '/', '/base', '/base/']) {
      const [theirs, ours] = await bothSent(push, undefined, { path });
      expect(ours).toEqual(theirs);
      expect(ours.sent).toHaveLength(1);
    }
  });

  test.each(Object.entries(pushes))('%s with options and gzip', async (_, push) => {
    const headers = { 'Content-Encoding': 'gzip', 'X-Own': 'own' };
    const [theirs, ours] = await bothSent(push, { headers, timeout: 5000 });
    expect(ours).toEqual(theirs);
  });

  test.each(Object.entries(pushes))('%s that is refused', async (_, push) => {
    const [theirs, ours] = await bothSent(push, {}, { status: 400 });
    expect(ours.end).toEqual(['rejected', 'push failed with status 400, the body']);
    expect(ours).toEqual(theirs);
  });

  test('a push without job name throws, unless it need not be there', async () => {
    for (const { Pushgateway } of [promClient, ourClient]) {
      const gateway = new Pushgateway('http://127.0.0.1:1');
      expect(() => gateway.push({} as never)).toThrow('Missing jobName parameter');
      expect(() => gateway.pushAdd()).toThrow('Missing jobName parameter');
      expect(() => gateway.delete()).toThrow('Missing jobName parameter');
    }
    const [theirs, ours] = await bothSent((gateway) => gateway.push(), { requireJobName: false });
    expect(ours).toEqual(theirs);
  });

  test('user and password of the address are sent', async () => {
    const sent = [];
    for (const client of [promClient, ourClient]) {
      const gateway = await startGateway();
      const url = gateway.url.replace('http://', 'http://me:p%40ss@');
      await new client.Pushgateway(url, {}, registryOf(client)).push({ jobName: 'j' });
      sent.push(gateway.requests[0].headers.authorization);
    }
    expect(sent[1]).toBe(`Basic ${Buffer.from('me:p@ss').toString('base64')}`);
    expect(sent[1]).toBe(sent[0]);
  });

  test('a gateway that does not answer ends the push after its timeout', async () => {
    const { url } = await startReceiver(() => undefined);
    const gateway = new ourClient.Pushgateway(url, { timeout: 20 }, registryOf(ourClient));
    await expect(gateway.push({ jobName: 'j' })).rejects.toThrow('Pushgateway request timed out');
  });

  test('a registry that fails ends the push with its error', async () => {
    const { url } = await startGateway();
    const registry = new ourClient.Registry();
    const collect = () => Promise.reject(new Error('the pool is gone'));
    const pool = new ourClient.Gauge({ name: 'pool', help: 'P', registers: [registry], collect });
    await expect(new ourClient.Pushgateway(url, {}, registry).push({ jobName: pool.name })).rejects.toThrow(
      'the pool is gone',
    );
  });
});

test.skipIf(!hasProgram('prometheus-pushgateway'))(
  'a real Pushgateway takes, replaces and deletes',
  async () => {
    const server = await startPushgateway();
    onTestFinished(() => stopProgram(server));
    const { url } = server;
    const registry = registryOf(ourClient);
    const gateway = new ourClient.Pushgateway(url, {}, registry);
    const params = { jobName: 'nightly', groupings: { zone: 'a' } };
    const shown = async () => (await (await fetch(`${url}/metrics`)).text()).match(/^(carts|more)\{.*$/gm);
    await gateway.pushAdd(params);
    const more = new ourClient.Registry();
    new ourClient.Counter({ name: 'more', help: 'More', registers: [more] }).inc(4);
    await new ourClient.Pushgateway(url, {}, more).pushAdd(params);
    const labels = 'instance="",job="nightly",zone="a"';
    expect(await shown()).toEqual([`carts{${labels}} 2`, `more{${labels}} 4`]);
    await gateway.push(params);
    expect(await shown()).toEqual([`carts{${labels}} 2`]);
    await gateway.delete(params);
    expect(await shown()).toBeNull();
  },
);
