import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Resolver } from 'node:dns/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { ResolvedTarget } from '@telltale/definition';
import { relabelRule, systemClock } from '@telltale/model';
import { expect, onTestFinished, test } from 'vitest';
import { startDnsServer } from '../../../test/support/dns-server.ts';
import { HttpConnections } from '../../access/http-connections.ts';
import type { TargetPlan } from '../../scrape/plan/plan-targets.ts';
import { createTargetDiscovery } from './target-discovery.ts';

/** Longer than any test: what is seen is seen at once, or by watching. */
const NEVER_MS = 3_600_000;

function job(name: string, changes: Partial<ResolvedTarget> = {}): ResolvedTarget {
  const times = { intervalMs: 15_000, timeoutMs: 10_000 };
  return { job: name, addresses: [], path: '/metrics', scheme: 'http', labels: {}, ...times, ...changes };
}

const written = (name: string, ...addresses: readonly string[]) => job(name, { addresses });

/** A discovery, and what it gives to be scraped. */
function setUp(targets: readonly ResolvedTarget[], dnsAddress = '127.0.0.1:1') {
  const plans = new Map<string, TargetPlan>();
  const events: string[] = [];
  const connections = new HttpConnections();
  const discovery = createTargetDiscovery({
    targets,
    connections,
    clock: systemClock,
    readerOf: () => async () => 0,
    createResolver: () => {
      const resolver = new Resolver({ timeout: 200, tries: 1 });
      resolver.setServers([dnsAddress]);
      return resolver;
    },
    scrapes: {
      sync: (id, { name }, plan) => {
        plans.set(id, plan);
        events.push(`sync ${name}`);
      },
      remove: async (id) => {
        plans.delete(id);
        events.push(`remove ${id.slice(2)}`);
      },
    },
  });
  onTestFinished(async () => {
    await discovery.stop();
    await connections.close();
  });
  /** URLs by job; sorted. */
  const urls = () =>
    [...plans].map(([id, plan]) => [id.slice(2), ...plan.active.map(({ target }) => target.url).toSorted()]);
  return { discovery, urls, events, plans };
}

function temporaryFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'telltale-jobs-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

/** A server of a list of targets, which answers when it is told to. */
async function listServer(address: string) {
  const answers: (() => void)[] = [];
  const server = createServer((_, response) => {
    const list = JSON.stringify([{ targets: [address] }]);
    answers.push(() => response.setHeader('content-type', 'application/json').end(list));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => void server.close());
  onTestFinished(() => server.closeAllConnections());
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
  return { answers, place: { kind: 'http', url, refreshMs: NEVER_MS, access: {} } as const };
}

test('what is written, in files, on servers and in DNS is scraped together', async () => {
  const file = join(temporaryFolder(), 'targets.json');
  writeFileSync(file, '[{"targets": ["file:1"]}]');
  const list = await listServer('list:1');
  const dns = await startDnsServer();
  dns.zone.set('shop.test', [{ type: 'A', value: '10.0.0.1' }]);
  const target = job('shop', {
    addresses: ['written:1', 'file:1'],
    discovery: [
      { kind: 'file', files: [file], refreshMs: NEVER_MS },
      list.place,
      { kind: 'dns', names: ['shop.test'], type: 'A', port: 1, refreshMs: NEVER_MS },
    ],
  });
  const { discovery, urls } = setUp([target], dns.address);
  await discovery.start();
  expect(urls()[0]).toContain('http://written:1/metrics');
  await expect.poll(() => list.answers.length).toBe(1);
  list.answers[0]();
  const all = ['10.0.0.1', 'file', 'list', 'written'].map((host) => `http://${host}:1/metrics`);
  await expect.poll(urls).toEqual([['shop', ...all]]);
  expect(discovery.status()).toMatchObject([
    { places: [{ mechanism: 'file' }, { mechanism: 'http' }, { mechanism: 'dns', place: 'A shop.test' }] },
  ]);
});

test('several pages of one program, and several jobs of one name, are targets of their own', async () => {
  const { discovery, urls } = setUp([
    written('api', 'api:8000'),
    job('workers', { addresses: ['api:8000'], path: '/api/v1/metrics' }),
    written('api', 'api:8000'),
  ]);
  await discovery.start();
  expect(urls()).toEqual([
    ['api', 'http://api:8000/metrics'],
    ['workers', 'http://api:8000/api/v1/metrics'],
    ['api', 'http://api:8000/metrics'],
  ]);
});

test('a new configuration touches nothing but what it changes', async () => {
  const { discovery, urls, events } = setUp([written('a', 'a:1'), written('b', 'b:1'), written('c', 'c:1')]);
  await discovery.start();
  events.length = 0;
  await discovery.prepare([written('a', 'a:1'), written('b', 'b:2'), written('d', 'd:1')])();
  expect(events.toSorted()).toEqual(['remove c', 'sync b', 'sync d']);
  expect(urls()).toEqual([
    ['a', 'http://a:1/metrics'],
    ['b', 'http://b:2/metrics'],
    ['d', 'http://d:1/metrics'],
  ]);
});

test.each([
  ['relabel', 'the target b cannot be relabelled'],
  ['metricRelabel', 'the target b cannot be relabelled'],
])('a configuration whose %s has a broken expression changes nothing', async (rules, message) => {
  const { discovery, urls, events } = setUp([written('a', 'a:1')]);
  await discovery.start();
  events.length = 0;
  const broken = job('b', { addresses: ['b:1'], [rules]: [relabelRule({ action: 'keep', regex: '(' })] });
  expect(() => discovery.prepare([broken])).toThrow(
    expect.objectContaining({ code: 'TT_DEFINITION_INVALID', message: expect.stringContaining(message) }),
  );
  expect(() => setUp([broken])).toThrow(message);
  expect([events, urls()]).toEqual([[], [['a', 'http://a:1/metrics']]]);
});

test('a changed job keeps what its places have found, and waits for those that are new', async () => {
  const [old, kept, added] = [
    await listServer('old:1'),
    await listServer('kept:1'),
    await listServer('new:1'),
  ];
  const { discovery, urls } = setUp([job('shop', { discovery: [old.place, kept.place] })]);
  await discovery.start();
  await expect.poll(() => old.answers.length + kept.answers.length).toBe(2);
  old.answers[0]();
  kept.answers[0]();
  await expect.poll(urls).toEqual([['shop', 'http://kept:1/metrics', 'http://old:1/metrics']]);
  const changed = job('shop', { path: '/other', discovery: [kept.place, added.place] });
  const taken = discovery.prepare([changed])();
  await expect.poll(() => added.answers.length).toBe(1);
  expect(urls()).toEqual([['shop', 'http://kept:1/metrics', 'http://old:1/metrics']]);
  added.answers[0]();
  await taken;
  expect(urls()).toEqual([['shop', 'http://kept:1/other', 'http://new:1/other']]);
  expect(kept.answers).toHaveLength(1);
});

test('a list of more targets than the job may have is told, with no more of them than that', async () => {
  const file = join(temporaryFolder(), 'targets.json');
  writeFileSync(file, JSON.stringify([{ targets: Array.from({ length: 3000 }, (_, i) => `h${i}:1`) }]));
  const { discovery, plans } = setUp([
    job('shop', { discovery: [{ kind: 'file', files: [file], refreshMs: NEVER_MS }] }),
  ]);
  await discovery.start();
  await expect.poll(() => [...plans.values()][0].active.length).toBe(2000);
  expect([...plans.values()][0].fault).toBe(
    'the job has 3000 targets, and none is scraped above its limit of 2000',
  );
});
