import { expect, test } from 'vitest';
import { intakeStation } from '../../test/support/intake-station.ts';
import type { TargetsResponse } from '../contract.ts';
import type { ReloadedSettings } from '../settings.ts';
import type { Station } from '../station.ts';

const redis = (address: string) => ({ job: 'redis', address, labels: {} });

async function collected({ url }: Station): Promise<Readonly<Record<string, string>>> {
  const { targets } = (await (await fetch(`${url}/api/telltale/targets`)).json()) as TargetsResponse;
  const others = targets.filter(({ job }) => job !== 'telltale');
  return Object.fromEntries(others.map((target) => [`${target.job} ${target.url}`, target.health]));
}

test('a reload takes collectors: what is new is read, what is gone ends, what stays is read on', async () => {
  let next: ReloadedSettings = { ruleGroups: [] };
  const station = await intakeStation({
    builtInIntervalMs: 200,
    collectHost: true,
    collectors: { postgres: [], redis: [redis('127.0.0.1:1')] },
    reload: async () => next,
  });
  const [host, first, second] = [
    'node file:///proc',
    'redis redis://127.0.0.1:1',
    'redis redis://127.0.0.1:2',
  ];
  await expect.poll(() => collected(station)).toEqual({ [host]: 'up', [first]: 'up' });
  await station.reload();
  await expect.poll(async () => Object.keys(await collected(station)).toSorted()).toEqual([host, first]);
  next = {
    ruleGroups: [],
    collectors: { postgres: [], redis: [redis('127.0.0.1:1'), redis('127.0.0.1:2')], host: false },
  };
  await station.reload();
  await expect.poll(() => collected(station)).toEqual({ [first]: 'up', [second]: 'up' });
  // The series of this machine have ended: nothing is told of it any more.
  const { value } = await station.query.instant('up{job="node"}', Date.now());
  expect(value).toMatchObject({ samples: [] });
});

test('a started exporter of the host takes the place of the station, which reads it again without', async () => {
  let next: ReloadedSettings = { ruleGroups: [] };
  const exporter = { name: 'node', job: 'node', commands: ['/no/such/program'], args: [], env: {} };
  const station = await intakeStation({
    builtInIntervalMs: 200,
    collectHost: true,
    exporters: [exporter],
    reload: async () => next,
  });
  const started = expect.stringMatching(/^node http:\/\/127\.0\.0\.1:\d+\/metrics$/);
  await expect.poll(async () => Object.keys(await collected(station))).toEqual([started]);
  next = { ruleGroups: [], exporters: [] };
  await station.reload();
  await expect.poll(() => collected(station)).toEqual({ 'node file:///proc': 'up' });
});
