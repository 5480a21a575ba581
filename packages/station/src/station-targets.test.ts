import { writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import type { ResolvedTarget } from '@telltale/definition';
import { relabelRule } from '@telltale/model';
import { expect, onTestFinished, test } from 'vitest';
import { intakeFolder, intakeStation, ownMetric } from '../test/support/intake-station.ts';
import type { DiscoveryResponse, TargetsResponse } from './contract.ts';
import type { ReloadedSettings } from './settings.ts';
import type { Station } from './station.ts';

const PAGE = 'x 1\n';

/** A program with any number of pages. */
async function startProgram(
  listener: RequestListener = (_, response) => response.end(PAGE),
): Promise<string> {
  const server = createServer((request, response) => {
    response.setHeader('content-type', 'text/plain; version=0.0.4');
    listener(request, response);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => void server.close());
  onTestFinished(() => server.closeAllConnections());
  return `127.0.0.1:${(server.address() as AddressInfo).port}`;
}

function job(name: string, changes: Partial<ResolvedTarget>): ResolvedTarget {
  const times = { intervalMs: 200, timeoutMs: 200 };
  return { job: name, addresses: [], path: '/metrics', scheme: 'http', labels: {}, ...times, ...changes };
}

async function targetsOf({ url }: Station): Promise<TargetsResponse['targets']> {
  const answer = await fetch(`${url}/api/telltale/targets`);
  const { targets } = (await answer.json()) as TargetsResponse;
  return targets.filter((target) => target.job !== 'telltale');
}

async function healthOf(station: Station): Promise<Readonly<Record<string, string>>> {
  return Object.fromEntries((await targetsOf(station)).map(({ job: name, health }) => [name, health]));
}

async function values({ query }: Station, expression: string): Promise<readonly number[]> {
  const { value } = await query.instant(expression, Date.now());
  return value.type === 'vector' ? value.samples.map((sample) => sample.value) : [];
}

test('a reload takes targets with everything else, or nothing of it', async () => {
  const address = await startProgram();
  const old = job('old', { addresses: [address] });
  const stays = job('stays', { addresses: [address] });
  let next: ReloadedSettings = { ruleGroups: [] };
  const station = await intakeStation({ targets: [old, stays], reload: async () => next });
  await expect.poll(() => healthOf(station)).toEqual({ old: 'up', stays: 'up' });
  const broken = job('new', { relabel: [relabelRule({ action: 'keep', regex: '(' })] });
  next = { ruleGroups: [], targets: [broken] };
  await expect(station.reload()).rejects.toMatchObject({ code: 'TT_DEFINITION_INVALID' });
  expect(Object.keys(await healthOf(station))).toEqual(['old', 'stays']);
  next = { ruleGroups: [], targets: [stays, job('new', { addresses: [address] })] };
  await station.reload();
  await expect.poll(() => healthOf(station)).toEqual({ stays: 'up', new: 'up' });
  // The series of what is gone have ended; without a marker they would be seen for five minutes.
  await expect.poll(() => values(station, 'count by (job) (x{job!=""})')).toEqual([1, 1]);
  expect(await values(station, 'up{job="old"}')).toEqual([]);
  const stayed = async () => (await targetsOf(station)).find((target) => target.job === 'stays');
  await expect.poll(async () => (await stayed())?.recent.length).toBeGreaterThan(1);
});

test('a page that never answers holds up no other page of its program', async () => {
  const address = await startProgram((request, response) => {
    if (request.url === '/metrics') response.end(PAGE);
  });
  const stuck = Array.from({ length: 20 }, (_, i) =>
    job(`stuck-${i}`, { addresses: [address], path: `/stuck/${i}`, intervalMs: 1000, timeoutMs: 1000 }),
  );
  const good = job('good', { addresses: [address], intervalMs: 1000, timeoutMs: 1000 });
  const station = await intakeStation({ targets: [...stuck, good] });
  await expect
    .poll(async () => new Set(Object.values(await healthOf(station))), { timeout: 10_000 })
    .toEqual(new Set(['down', 'up']));
  const [{ recent }] = (await targetsOf(station)).filter((target) => target.job === 'good');
  expect(recent).not.toContain(false);
});

test(
  'a thousand targets of one file are all scraped within their interval',
  { timeout: 60_000 },
  async () => {
    const address = await startProgram();
    const file = join(intakeFolder(), 'targets.json');
    const groups = Array.from({ length: 1000 }, (_, i) => ({
      targets: [address],
      labels: { __metrics_path__: `/page/${i}`, instance: String(i) },
    }));
    writeFileSync(file, JSON.stringify(groups));
    const discovery = [{ kind: 'file', files: [file], refreshMs: 60_000 }] as const;
    const station = await intakeStation({
      targets: [job('many', { discovery, intervalMs: 3000, timeoutMs: 3000 })],
    });
    const countUp = async () => (await targetsOf(station)).filter(({ health }) => health === 'up').length;
    await expect.poll(countUp, { timeout: 30_000 }).toBe(1000);
    // At one moment: a machine that does much else may have missed some at the start.
    await expect.poll(() => values(station, 'count(up{job="many"} == 1)')).toEqual([1000]);
  },
);

test('what is wrong with finding targets is told, and what was found before is scraped on', async () => {
  const address = await startProgram();
  const file = join(intakeFolder(), 'targets.json');
  writeFileSync(file, JSON.stringify([{ targets: [address, 'no target/'] }]));
  const discovery = [{ kind: 'file', files: [file], refreshMs: 60_000 }] as const;
  const station = await intakeStation({ targets: [job('shop', { discovery })] });
  await expect.poll(() => healthOf(station)).toEqual({ shop: 'up' });
  writeFileSync(file, '[{"targets": [');
  const told = async () => {
    const answer = await fetch(`${station.url}/api/telltale/discovery`);
    const { jobs } = (await answer.json()) as DiscoveryResponse;
    return jobs.find((one) => one.job === 'shop');
  };
  await expect.poll(async () => (await told())?.places[0].error).toContain('it is not JSON');
  expect(await told()).toMatchObject({
    active: 1,
    dropped: 0,
    invalid: 1,
    invalidReason: `a target of ${file}:0 is left out: "no target/" is not HOST:PORT`,
    fault: '',
    places: [{ mechanism: 'file', place: file, targets: 2, lastRefreshMs: expect.any(Number) }],
  });
  expect(await ownMetric(station, 'telltale_discovery_failing{scrape_job="shop",mechanism="file"}')).toBe(1);
  expect(await healthOf(station)).toEqual({ shop: 'up' });
});
