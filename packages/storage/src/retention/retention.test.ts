import { statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { LabelSet, VirtualClock } from '@telltale/model';
import { expect, it } from 'vitest';
import { eventually } from '../../test/eventually.ts';
import { temporaryFolder } from '../../test/temporary-folder.ts';
import { BlockIndex } from '../blocks/block-index.ts';
import { dayFilePath, listDays } from '../folder/data-folder.ts';
import type { StoreNotice } from '../notice.ts';
import { openStore } from '../open-store.ts';
import { Retention } from './retention.ts';

const DAY_MS = 86_400_000;
const START_MS = Date.UTC(2026, 2, 10);
const ALL = { matchers: [], startMs: 0, endMs: Number.MAX_SAFE_INTEGER };
/** Of 128 series and 120 rows of doubles that do not compress. */
const BLOCK_BYTES = 140_000;

it('the data folder never takes more than the limit and one block, whatever is written', async () => {
  const folder = temporaryFolder();
  const clock = new VirtualClock(START_MS);
  const retentionBytes = 10 * 1024 * 1024;
  const store = await openStore({ folder, clock, flushIntervalMs: 2, retentionBytes });
  const ids = Array.from({ length: 128 }, (_, i) => store.metrics.intern(LabelSet.of({ i: String(i) })));
  let mostBytes = 0;
  for (let row = 0; row < 120 * 110; row++) {
    const values = Float64Array.from(ids, () => Math.random());
    if (row % 120 === 0) await clock.advanceBy(15_000);
    store.metrics.append({ group: 'g', timestampMs: START_MS + row * 10, ids, values });
    if (row % 120 !== 119) continue;
    await eventually(() => store.stats().headSamples <= 128 * 240);
    mostBytes = Math.max(mostBytes, store.stats().diskBytes);
  }
  await eventually(() => store.stats().pendingBytes === 0);
  expect(mostBytes).toBeGreaterThan(retentionBytes / 2);
  expect(mostBytes).toBeLessThan(retentionBytes + BLOCK_BYTES);
  const [series] = await store.metrics.select(ALL);
  expect(series.timestamps.at(-1)).toBe(START_MS + (120 * 110 - 1) * 10);
  expect(series.timestamps[0]).toBeGreaterThan(START_MS);
  const gaps = series.timestamps.slice(1).map((timestampMs, i) => timestampMs - series.timestamps[i]);
  expect(new Set(gaps)).toEqual(new Set([10]));
  await store.close();
  expect(statSync(join(folder, 'metrics-20260310.db')).size).toBeLessThan(retentionBytes);
}, 60_000);

it('whole days go first, oldest first, when a smaller limit is set', async () => {
  const folder = temporaryFolder();
  const clock = new VirtualClock(START_MS);
  const options = { folder, clock, flushIntervalMs: 2 };
  const store = await openStore(options);
  const ids = Array.from({ length: 128 }, (_, i) => store.metrics.intern(LabelSet.of({ i: String(i) })));
  for (let day = -4; day <= 0; day++) {
    for (let row = 0; row < 120; row++) {
      const timestampMs = START_MS + day * DAY_MS + row;
      store.metrics.append({
        group: 'g',
        timestampMs,
        ids,
        values: Float64Array.from(ids, () => Math.random()),
      });
    }
  }
  await clock.advanceBy(2 * 3_600_000 + 60_000);
  await eventually(() => store.stats().headSamples === 0);
  await store.close();
  const { diskBytes } = await usage(options);
  const smaller = await openStore({ ...options, retentionBytes: diskBytes - 100_000 });
  await clock.advanceBy(60_000);
  await eventually(() => listDays(folder).length < 5);
  expect(listDays(folder)[0]).toBeGreaterThan(START_MS - 4 * DAY_MS);
  expect(listDays(folder).at(-1)).toBe(START_MS);
  await smaller.close();
});

it('a limit that not even the log keeps to is reported once', async () => {
  const clock = new VirtualClock(START_MS);
  const notices: StoreNotice[] = [];
  const store = await openStore({
    folder: temporaryFolder(),
    clock,
    retentionBytes: 1000,
    onNotice: (notice) => void notices.push(notice),
  });
  await clock.advanceBy(10 * 60_000);
  expect(notices).toEqual([{ kind: 'over-limit', message: expect.stringContaining('1000') }]);
  await store.close();
});

it('blocks that were committed to a day just before it was deleted are not listed afterwards', async () => {
  const blocks = new BlockIndex();
  const list = (id: number): void =>
    blocks.add(
      START_MS,
      { id, startMs: START_MS, endMs: START_MS, rosterId: 1, samples: 1 },
      Uint32Array.of(7),
    );
  const folderPath = temporaryFolder();
  for (const dayMs of [START_MS, START_MS + 20 * DAY_MS]) writeFileSync(dayFilePath(folderPath, dayMs), '');
  list(1);
  const dropped: (readonly number[])[] = [];
  const forgotten: number[] = [];
  const retention = new Retention({
    folderPath,
    blocks,
    clock: new VirtualClock(START_MS + 20 * DAY_MS),
    retentionMs: 15 * DAY_MS,
    retentionBytes: Infinity,
    outOfOrderWindowMs: 0,
    forgetDay: (dayMs) => blocks.dropDay(dayMs),
    forgetBlocks: () => [],
    forgetSeries: (ids) => void forgotten.push(...ids),
    hasSamples: () => false,
    request: async (request) => {
      if (request.kind === 'dropDays') dropped.push(request.days);
      list(2);
      return 0;
    },
    onNotice: ({ message }) => expect.unreachable(message),
  });
  await retention.applyTime();
  expect([dropped, blocks.days(), forgotten]).toEqual([[[START_MS]], [], []]);
  await retention.applyTime();
  expect(forgotten).toEqual([7]);
});

async function usage(options: { folder: string; clock: VirtualClock }): Promise<{ diskBytes: number }> {
  const store = await openStore(options);
  const stats = store.stats();
  await store.close();
  return stats;
}
