import { existsSync, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { LabelSet, VirtualClock } from '@telltale/model';
import { describe, expect, it } from 'vitest';
import { appendOne } from '../test/append-one.ts';
import { cutSlabs } from '../test/cut-slabs.ts';
import { dump } from '../test/dump.ts';
import { eventually } from '../test/eventually.ts';
import { temporaryFolder } from '../test/temporary-folder.ts';
import { openStore } from './open-store.ts';
import type { Store } from './store.ts';

const DAY_MS = 86_400_000;
const START_MS = Date.UTC(2026, 2, 10);
const ALL = { matchers: [], startMs: 0, endMs: Number.MAX_SAFE_INTEGER };

describe('retention', () => {
  it('deletes whole days that are too old, at the next hour and at start, but all there are only after two hours', async () => {
    const folder = temporaryFolder();
    const clock = new VirtualClock(START_MS);
    const options = { folder, clock, flushIntervalMs: 5, retentionMs: 2 * DAY_MS };
    const store = await openStore(options);
    for (let day = -2; day <= 0; day++) appendOne(store, 'a', START_MS + day * DAY_MS, day);
    await cutSlabs(store, clock);
    const daysOnDisk = () => readdirSync(folder).filter((name) => /^metrics-\d+\.db$/.test(name));
    expect(daysOnDisk()).toEqual(['metrics-20260308.db', 'metrics-20260309.db', 'metrics-20260310.db']);
    await clock.advanceBy(DAY_MS);
    await eventually(() => !existsSync(join(folder, 'metrics-20260308.db')));
    expect((await store.metrics.select(ALL))[0].values).toEqual(Float64Array.of(-1, 0));
    await store.close();
    await clock.advanceBy(DAY_MS);
    const again = await openStore(options);
    await eventually(() => !existsSync(join(folder, 'metrics-20260309.db')));
    expect(daysOnDisk()).toEqual(['metrics-20260310.db']);
    await again.close();
    await clock.advanceBy(3 * DAY_MS);
    const empty = await openStore(options);
    await clock.advanceBy(3_600_000);
    expect(daysOnDisk()).toEqual(['metrics-20260310.db']);
    await clock.advanceBy(3_600_000);
    await eventually(() => !existsSync(join(folder, 'metrics-20260310.db')));
    expect(empty.stats()).toMatchObject({ blocks: 0 });
    await empty.close();
  });
});

describe('finished days', () => {
  it('are compressed some hours after midnight, and read as before', async () => {
    const folder = temporaryFolder();
    const clock = new VirtualClock(START_MS);
    const store = await openStore({ folder, clock, flushIntervalMs: 5 });
    const ids = Array.from({ length: 128 }, (_, i) => store.metrics.intern(LabelSet.of({ i: String(i) })));
    for (let row = 0; row < 120 * 40; row++) {
      const values = Float64Array.from(ids, (id) => row * 10 + ((id * row) % 7));
      store.metrics.append({ group: 'g', timestampMs: START_MS + row * 100, ids, values });
    }
    await cutSlabs(store, clock);
    const file = join(folder, 'metrics-20260310.db');
    const before = await dump(store.metrics);
    const bytesBefore = store.stats().diskBytes;
    await clock.advanceBy(25 * 3_600_000);
    expect(store.stats().diskBytes).toBe(bytesBefore);
    await clock.advanceBy(4 * 3_600_000);
    await eventually(() => statSync(file).size < bytesBefore / 2);
    await store.close();
    const again = await openStore({ folder, clock });
    expect(await dump(again.metrics)).toEqual(before);
    expect(again.stats().blocks).toBe(41);
    await again.close();
  });
});

describe('series without samples', () => {
  it('leave the store an hour after their last day, make room for others and are new when they come again', async () => {
    const folder = temporaryFolder();
    const clock = new VirtualClock(START_MS);
    const options = { folder, clock, flushIntervalMs: 5, retentionMs: 2 * DAY_MS, maxSeries: 3 };
    const store = await openStore(options);
    const namesOf = async (of: Store) => (await of.metrics.series(ALL)).map(({ metricName }) => metricName);
    for (const name of ['ended', 'goes on', 'comes again']) appendOne(store, name, START_MS, 1);
    const oldId = store.metrics.intern(LabelSet.of({ __name__: 'ended' }));
    await cutSlabs(store, clock);
    await clock.advanceBy(START_MS + 1.5 * DAY_MS - clock.now());
    appendOne(store, 'goes on', clock.now(), 2);
    await cutSlabs(store, clock);
    await clock.advanceBy(START_MS + 2.5 * DAY_MS - clock.now());
    appendOne(store, 'goes on', clock.now(), 3);
    await clock.advanceBy(DAY_MS / 2);
    await eventually(() => readdirSync(folder).every((name) => !name.startsWith('metrics-20260310')));
    expect(store.stats().series).toBe(3);
    appendOne(store, 'comes again', clock.now(), 3);
    await clock.advanceBy(3_600_000);
    expect(store.stats().series).toBe(2);
    const newId = store.metrics.intern(LabelSet.of({ __name__: 'ended' }));
    expect(newId).not.toBe(oldId);
    store.metrics.append({ group: 'g', timestampMs: clock.now(), ids: [newId], values: Float64Array.of(4) });
    expect(() => appendOne(store, 'one more', clock.now(), 5)).toThrow(/3 series/);
    expect(await namesOf(store)).toEqual(['goes on', 'comes again', 'ended']);
    await store.close();
    const again = await openStore(options);
    expect(await namesOf(again)).toEqual(['goes on', 'comes again', 'ended']);
    await again.close();
  });
});
