import { execFile } from 'node:child_process';
import {
  cpSync,
  existsSync,
  mkdirSync,
  readFileSync,
  readdirSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { LabelSet, VirtualClock, bitsOf, isStaleAt, writeStaleAt } from '@telltale/model';
import { describe, expect, it } from 'vitest';
import { appendOne } from '../test/append-one.ts';
import { cutSlabs } from '../test/cut-slabs.ts';
import { eventually } from '../test/eventually.ts';
import { equalTo } from '../test/matchers.ts';
import { temporaryFolder } from '../test/temporary-folder.ts';
import { openStore } from './open-store.ts';
import type { StoreNotice } from './notice.ts';
import type { Store } from './store.ts';

const DAY_MS = 86_400_000;
const START_MS = Date.UTC(2026, 2, 10);
const ALL = { matchers: [], startMs: 0, endMs: Number.MAX_SAFE_INTEGER };

async function withStore(
  use: (store: Store, clock: VirtualClock, folder: string, notices: StoreNotice[]) => Promise<void>,
): Promise<void> {
  const folder = temporaryFolder();
  const clock = new VirtualClock(START_MS);
  const notices: StoreNotice[] = [];
  const store = await openStore({
    folder,
    clock,
    flushIntervalMs: 5,
    onNotice: (notice) => void notices.push(notice),
  });
  try {
    await use(store, clock, folder, notices);
  } finally {
    await store.close();
  }
}

describe('a new data folder', () => {
  it('is for its owner alone; the rights of one that is there stay as they are', async () => {
    const above = temporaryFolder();
    const modeAfter = async (folder: string) => {
      await (await openStore({ folder, clock: new VirtualClock(START_MS) })).close();
      return statSync(folder).mode & 0o777;
    };
    expect(await modeAfter(join(above, 'new', 'data'))).toBe(0o700);
    mkdirSync(join(above, 'shared'), { mode: 0o750 });
    expect(await modeAfter(join(above, 'shared'))).toBe(0o750);
  });
});

describe('appending', () => {
  it('takes late samples, leaves out repeated ones, refuses what contradicts another, and counts them', () =>
    withStore(async (store) => {
      const ids = ['a', 'b'].map((name) => store.metrics.intern(LabelSet.of({ __name__: name })));
      const at = (timestampMs: number, which = ids, value = 0) => {
        const values = new Float64Array(which.length).fill(value);
        return store.metrics.append({ group: 'g', timestampMs, ids: which, values });
      };
      expect(at(START_MS)).toEqual({ accepted: 2, outOfOrder: 0, duplicates: 0 });
      expect(at(START_MS)).toEqual({ accepted: 0, outOfOrder: 0, duplicates: 2 });
      expect(at(START_MS, ids, -0)).toEqual({ accepted: 0, outOfOrder: 2, duplicates: 0 });
      expect(at(START_MS + 10, [ids[0]])).toEqual({ accepted: 1, outOfOrder: 0, duplicates: 0 });
      expect(at(START_MS + 5)).toEqual({ accepted: 2, outOfOrder: 0, duplicates: 0 });
      expect(at(START_MS + 5, [ids[0]], 1)).toEqual({ accepted: 0, outOfOrder: 1, duplicates: 0 });
      expect(at(START_MS + 20, [ids[0], ids[0]])).toEqual({ accepted: 1, outOfOrder: 0, duplicates: 1 });
      expect(store.stats()).toMatchObject({
        appendedSamples: 6,
        duplicateSamples: 3,
        outOfOrderSamples: 3,
        refusedSamples: { conflicting: 3, tooOld: 0, tooFarAhead: 0 },
        headSamples: 6,
      });
    }));

  it('refuses samples older than the window, and every late one when there is no window', async () => {
    for (const outOfOrderWindowMs of [undefined, 0]) {
      const clock = new VirtualClock(START_MS);
      const store = await openStore({ folder: temporaryFolder(), clock, outOfOrderWindowMs });
      const windowMs = outOfOrderWindowMs ?? 3_600_000;
      for (const lateMs of [0, windowMs, windowMs + 1]) appendOne(store, 'a', START_MS - lateMs, lateMs);
      const accepted = windowMs > 0 ? 2 : 1;
      expect(store.stats()).toMatchObject({ appendedSamples: accepted, refusedSamples: { tooOld: 1 } });
      await store.close();
    }
  });

  it('compares late samples with those in blocks', () =>
    withStore(async (store, clock) => {
      for (const second of [0, 10, 20]) appendOne(store, 'a', START_MS + second * 1000, second);
      await cutSlabs(store, clock);
      appendOne(store, 'a', START_MS + 10_000, 10);
      appendOne(store, 'a', START_MS + 10_000, 11);
      appendOne(store, 'a', START_MS + 11_000, 11);
      expect(store.stats()).toMatchObject({
        appendedSamples: 4,
        duplicateSamples: 1,
        refusedSamples: { conflicting: 1 },
      });
    }));

  it('refuses samples more than ten minutes ahead of the clock', () =>
    withStore(async (store) => {
      appendOne(store, 'a', START_MS + 600_001, 1);
      appendOne(store, 'a', START_MS + 600_000, 1);
      expect(store.stats()).toMatchObject({ appendedSamples: 1, refusedSamples: { tooFarAhead: 1 } });
    }));

  it('refuses times that are no whole millisecond since 1970', () =>
    withStore(async (store) => {
      for (const timestampMs of [NaN, Infinity, -1, 0.5, 1e15]) appendOne(store, 'a', timestampMs, 1);
      appendOne(store, 'a', START_MS, 1);
      expect(store.stats()).toMatchObject({ appendedSamples: 1, outOfOrderSamples: 5 });
    }));

  it('rejects a row of series it does not know, or with a value missing, and stores nothing of it', () =>
    withStore(async (store) => {
      const id = store.metrics.intern(LabelSet.of({ __name__: 'a' }));
      const row = { group: 'g', timestampMs: START_MS, values: new Float64Array(2) };
      expect(() => store.metrics.append({ ...row, ids: [id, id + 1] })).toThrow(/not interned/);
      expect(() => store.metrics.append({ ...row, ids: [id] })).toThrow(/1 series but 2 values/);
      expect(await store.metrics.select(ALL)).toEqual([]);
    }));

  it('refuses new series beyond the limit and names the label with the most values; known ones go on', async () => {
    const folder = temporaryFolder();
    const store = await openStore({ folder, maxSeries: 3 });
    const labels = (user: string) => LabelSet.of({ __name__: 'logins', user });
    const ids = ['a', 'b', 'c'].map((user) => store.metrics.intern(labels(user)));
    expect(() => store.metrics.intern(labels('d'))).toThrow(
      expect.objectContaining({
        code: 'TT_SERIES_LIMIT',
        message: expect.stringMatching(/3 series.*user="d".*label user has 3 different values/),
      }),
    );
    expect(store.metrics.intern(labels('b'))).toBe(ids[1]);
    const row = { group: 'g', timestampMs: Date.now(), ids, values: new Float64Array(3) };
    expect(store.metrics.append(row).accepted).toBe(3);
    await store.close();
    const smaller = await openStore({ folder, maxSeries: 1 });
    expect(await smaller.metrics.series(ALL)).toHaveLength(3);
    expect(() => smaller.metrics.intern(labels('d'))).toThrow(/has 3 series/);
    await smaller.close();
  });

  it('keeps staleness markers, NaN payloads and -0 through head and block', () =>
    withStore(async (store, clock) => {
      const values = Float64Array.of(0, 0, -0, 1.5);
      writeStaleAt(bitsOf(values), 0);
      bitsOf(values).set([0xdead, 0x7ff8_0000], 2);
      const ids = [0, 1, 2, 3].map((i) => store.metrics.intern(LabelSet.of({ i: String(i) })));
      store.metrics.append({ group: 'g', timestampMs: START_MS, ids, values });
      const read = async () => (await store.metrics.select(ALL)).map(({ values }) => [...bitsOf(values)]);
      const inHead = await read();
      expect(inHead.flat()).toEqual([...bitsOf(values)]);
      expect(isStaleAt(Uint32Array.from(inHead[0]), 0)).toBe(true);
      await cutSlabs(store, clock);
      expect(await read()).toEqual(inHead);
    }));

  it('fails after the store was closed', async () => {
    const store = await openStore({ folder: temporaryFolder() });
    const id = store.metrics.intern(LabelSet.of({ a: 'b' }));
    await store.close();
    await store.close();
    const row = { group: 'g', timestampMs: START_MS, ids: [id], values: new Float64Array(1) };
    expect(() => store.metrics.append(row)).toThrow('The store is closed.');
  });
});

describe('selecting', () => {
  it('shares one timestamp array among the series that were sampled together', () =>
    withStore(async (store, clock) => {
      const ids = Array.from({ length: 300 }, (_, i) => store.metrics.intern(LabelSet.of({ i: String(i) })));
      for (let row = 0; row < 400; row++) {
        const timestampMs = START_MS + row * 15_000;
        if (timestampMs > clock.now()) await clock.advanceTo(timestampMs);
        store.metrics.append({
          group: 'g',
          timestampMs,
          ids,
          values: new Float64Array(ids.length).fill(row),
        });
        if (row === 350) await cutSlabs(store, clock);
      }
      const series = await store.metrics.select(ALL);
      expect(store.stats().blocks).toBeGreaterThan(6);
      expect(series.length).toBe(300);
      expect(series[0].timestamps.length).toBe(400);
      expect(new Set(series.map(({ timestamps }) => timestamps)).size).toBe(1);
    }));

  it('answers with all series there were at the start while new ones come', () =>
    withStore(async (store) => {
      appendOne(store, 'a', START_MS, 1);
      const answer = store.metrics.select(ALL);
      appendOne(store, 'b', START_MS, 2);
      expect((await answer).map(({ labels }) => labels.metricName)).toContain('a');
    }));

  it('stops when it is told to', () =>
    withStore(async (store) => {
      await expect(store.metrics.select(ALL, AbortSignal.abort())).rejects.toThrow(/aborted/);
    }));

  it('treats label names such as __proto__ as data', () =>
    withStore(async (store) => {
      const labels = LabelSet.from([
        ['__proto__', 'constructor'],
        ['a', '\ud800'],
      ]);
      const ids = [store.metrics.intern(labels)];
      store.metrics.append({ group: '__proto__', timestampMs: START_MS, ids, values: new Float64Array(1) });
      const request = { ...ALL, matchers: [equalTo('__proto__', 'constructor')] };
      expect(await store.metrics.labelNames(request)).toEqual(['__proto__', 'a']);
      expect(await store.metrics.labelValues('__proto__', ALL)).toEqual(['constructor']);
    }));
});

describe('opening', () => {
  it('shows the history of the store before, with series and blocks', async () => {
    const folder = temporaryFolder();
    const first = await openStore({ folder });
    appendOne(first, '\ud800 __proto__', Date.now(), 42);
    await first.close();
    const second = await openStore({ folder });
    const [series] = await second.metrics.select(ALL);
    expect([series.labels.metricName, ...series.values]).toEqual(['\ud800 __proto__', 42]);
    expect(second.metrics.intern(LabelSet.of({ other: 'x' }))).not.toBe(second.metrics.intern(series.labels));
    await second.close();
  });

  it('is refused while another store has the folder, and possible afterwards', async () => {
    const folder = temporaryFolder();
    const first = await openStore({ folder });
    await expect(openStore({ folder })).rejects.toMatchObject({ code: 'TT_DATA_LOCKED' });
    await first.close();
    await (await openStore({ folder })).close();
  });

  it('names the folder that cannot be written', async () => {
    const file = join(temporaryFolder(), 'file');
    writeFileSync(file, '');
    const error = { code: 'TT_DATA_FOLDER', message: expect.stringContaining(file) };
    await expect(openStore({ folder: file })).rejects.toMatchObject(error);
    await expect(openStore({ folder: join(file, 'below') })).rejects.toMatchObject(error);
    mkdirSync(join(`${file}2`, 'lock.db'), { recursive: true });
    await expect(openStore({ folder: `${file}2` })).rejects.toMatchObject({ code: 'TT_DATA_FOLDER' });
  });

  it.runIf(process.platform === 'linux')(
    'refuses a folder in a file system that takes none',
    async () => {
      // In another process: where it fails, it hangs, and would take the test with it.
      const script = `
      import { openStore } from '@telltale/storage';
      await openStore({ folder: '/proc/x/y' }).catch(({ code, message }) => console.log(code, message));`;
      const args = ['--conditions=@telltale/source', '--input-type=module', '--eval', script];
      const { stdout } = await promisify(execFile)(process.execPath, args, {
        cwd: import.meta.dirname,
        timeout: 20_000,
      });
      expect(stdout).toContain('TT_DATA_FOLDER Cannot create the data folder /proc/x/y');
    },
    30_000,
  );

  it('names the catalog when it is damaged, and leaves the folder unlocked', async () => {
    const folder = temporaryFolder();
    const catalog = join(folder, 'catalog.db');
    writeFileSync(catalog, 'no database '.repeat(1000));
    await expect(openStore({ folder })).rejects.toMatchObject({
      code: 'TT_DATA_CORRUPT',
      message: expect.stringContaining(catalog),
    });
    rmSync(catalog);
    await (await openStore({ folder })).close();
  });

  it.each([
    ['everywhere', 0],
    ['after its first page', 4096],
    ['after its second page', 8192],
  ])('names the catalog when it is damaged %s and its journal is still there', async (_, from) => {
    const folder = temporaryFolder();
    const image = temporaryFolder();
    const store = await openStore({ folder });
    for (let i = 0; i < 2000; i++) appendOne(store, `a metric with a long name ${i}`, START_MS, i);
    await store.close();
    const again = await openStore({ folder });
    await again.state.documents('silences').put('a', 1);
    cpSync(folder, image, { recursive: true });
    await again.close();
    const catalog = join(image, 'catalog.db');
    expect(existsSync(`${catalog}-wal`)).toBe(true);
    writeFileSync(catalog, readFileSync(catalog).fill(7, from));
    await expect(openStore({ folder: image })).rejects.toMatchObject({
      code: 'TT_DATA_CORRUPT',
      message: expect.stringContaining(catalog),
    });
  });

  it('sets a damaged day aside and starts with the other days', async () => {
    const folder = temporaryFolder();
    const clock = new VirtualClock(START_MS);
    const store = await openStore({ folder, clock, flushIntervalMs: 5 });
    appendOne(store, 'a', START_MS - DAY_MS, 1);
    appendOne(store, 'a', START_MS, 2);
    await cutSlabs(store, clock);
    await store.close();
    rmSync(join(folder, 'wal'), { recursive: true });
    writeFileSync(join(folder, 'metrics-20260309.db'), Buffer.alloc(8192, 7));
    const notices: StoreNotice[] = [];
    const again = await openStore({ folder, clock, onNotice: (notice) => void notices.push(notice) });
    expect(notices.map(({ kind }) => kind)).toEqual(['file-ignored']);
    expect((await again.metrics.select(ALL)).map(({ values }) => [...values])).toEqual([[2]]);
    expect(readdirSync(folder).filter((name) => name.includes('.damaged-'))).toHaveLength(1);
    await again.close();
  });
});

describe('the log', () => {
  it('is deleted once its samples are in blocks', () =>
    withStore(async (store, clock, folder) => {
      appendOne(store, 'a', START_MS, 1);
      await store.flush();
      await cutSlabs(store, clock);
      await store.close();
      const again = await openStore({ folder, clock, flushIntervalMs: 5 });
      const before = readdirSync(join(folder, 'wal'));
      appendOne(again, 'a', START_MS + 1, 2);
      await cutSlabs(again, clock);
      await eventually(() => !existsSync(join(folder, 'wal', before[0])));
      expect((await again.metrics.select(ALL))[0].values).toEqual(Float64Array.of(1, 2));
      await again.close();
    }));

  it('has every row that a block has, also when the process is killed between two batches', () =>
    withStore(async (store, clock, folder) => {
      const ids = Array.from({ length: 200 }, (_, i) => store.metrics.intern(LabelSet.of({ i: String(i) })));
      await store.flush();
      for (let row = 0; row < 130; row++) {
        const values = new Float64Array(ids.length).fill(row);
        store.metrics.append({ group: 'g', timestampMs: START_MS + row, ids, values });
      }
      // This thread stands still, and so sends no batch, while the writer thread commits the cut slabs.
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 400);
      const image = temporaryFolder();
      cpSync(folder, image, { recursive: true });
      const copy = await openStore({ folder: image, clock });
      expect(copy.stats().blocks).toBeGreaterThan(0);
      const series = await copy.metrics.select(ALL);
      expect(series).toHaveLength(200);
      expect(new Set(series.map(({ timestamps }) => timestamps.length)).size).toBe(1);
      await copy.close();
    }));

  it('is on disk when flush resolves', () =>
    withStore(async (store) => {
      appendOne(store, 'a', START_MS, 1);
      await store.flush();
      expect(store.stats().pendingBytes).toBe(0);
      expect(store.stats().walBytes).toBeGreaterThan(0);
    }));
});
