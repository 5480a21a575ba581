import { mkdirSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { LabelSet, VirtualClock } from '@telltale/model';
import { expect, it } from 'vitest';
import { dump } from '../../test/dump.ts';
import { eventually } from '../../test/eventually.ts';
import { temporaryFolder } from '../../test/temporary-folder.ts';
import { openStore } from '../open-store.ts';

const DAY_MS = 86_400_000;
const START_MS = Date.UTC(2026, 2, 10);
const ALL = { matchers: [], startMs: 0, endMs: Number.MAX_SAFE_INTEGER };

it('a snapshot opens as a store with all that was there, and stays as it is while the store goes on', async () => {
  const folder = temporaryFolder();
  const clock = new VirtualClock(START_MS);
  const options = { folder, clock, flushIntervalMs: 5, retentionMs: 30 * DAY_MS };
  const store = await openStore(options);
  const ids = ['a', "it's"].map((name) => store.metrics.intern(LabelSet.of({ __name__: name })));
  const append = (timestampMs: number): void => {
    store.metrics.append({ group: 'g', timestampMs, ids, values: Float64Array.of(timestampMs, 0.1) });
  };
  for (let day = -9; day < 0; day += 2) append(START_MS + day * DAY_MS);
  await clock.advanceBy(2 * 3_600_000 + 60_000);
  await eventually(() => store.stats().headSamples === 0);
  append(clock.now());
  store.exemplars.appendExemplar(ids[0], { labels: LabelSet.of({ t: '1' }), value: 1, timestampMs: 5 });
  store.metadata.set('a', { type: 'gauge', help: 'h', unit: '' });
  await store.state.documents('d').put('key', 1);
  const expected = await dump(store.metrics);
  const { name, path } = await store.snapshot();
  expect(path).toBe(join(folder, 'snapshots', name));
  expect(name).toMatch(/^20260310T020100Z-[0-9a-f]{16}$/);
  append(clock.now() + 1);
  const used = store.stats().diskBytes;
  await store.snapshot();
  expect(store.stats().diskBytes).toBeLessThan(used + 10_000);
  await store.close();
  const copy = await openStore({ ...options, folder: path });
  expect(await dump(copy.metrics)).toEqual(expected);
  expect(await copy.exemplars.exemplars(ALL)).toHaveLength(1);
  expect(copy.metadata.get().get('a')?.help).toBe('h');
  expect(await copy.state.documents('d').get('key')).toBe(1);
  await copy.close();
  expect(readdirSync(join(folder, 'snapshots'))).toHaveLength(2);
});

it('what a killed process left of a snapshot is deleted at the next start, whole ones stay', async () => {
  const folder = temporaryFolder();
  const store = await openStore({ folder });
  const { name } = await store.snapshot();
  await store.close();
  const snapshots = join(folder, 'snapshots');
  mkdirSync(join(snapshots, `${name}.unfinished`, 'wal'), { recursive: true });
  await (await openStore({ folder })).close();
  expect(readdirSync(snapshots)).toEqual([name]);
});
