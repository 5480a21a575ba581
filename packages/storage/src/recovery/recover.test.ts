import { readFileSync, readdirSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { LabelSet, MemorySeriesStore, VirtualClock } from '@telltale/model';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { dump } from '../../test/dump.ts';
import { eventually } from '../../test/eventually.ts';
import { temporaryFolder } from '../../test/temporary-folder.ts';
import { openStore } from '../open-store.ts';
import type { Store } from '../store.ts';
import type { StoreNotice } from '../notice.ts';

const START_MS = Date.UTC(2026, 2, 10);
/** Within the retention of the rows. */
const clock = new VirtualClock(START_MS);
const ALL = { matchers: [], startMs: 0, endMs: Number.MAX_SAFE_INTEGER };

interface Opened {
  readonly notices: StoreNotice[];
  readonly columns: number[][];
}

/** Opens the folder, reads everything and closes it. */
async function openAndRead(folder: string): Promise<Opened> {
  const notices: StoreNotice[] = [];
  const store = await openStore({ folder, clock, onNotice: (notice) => void notices.push(notice) });
  const columns = (await store.metrics.select(ALL)).map(({ values }) => [...values]);
  await store.close();
  return { notices, columns };
}

/** A folder whose log has the rows 0, 1, …, each flushed by itself. */
async function folderWithRows(rows: number): Promise<{ folder: string; log: string; bytes: Uint8Array }> {
  const folder = temporaryFolder();
  const store = await openStore({ folder, clock });
  const ids = ['a', 'b'].map((name) => store.metrics.intern(LabelSet.of({ __name__: name })));
  for (let row = 0; row < rows; row++) {
    const values = Float64Array.of(row, -row);
    store.metrics.append({ group: 'g', timestampMs: START_MS + row, ids, values });
  }
  await store.close();
  const log = join(folder, 'wal', '000001.log');
  return { folder, log, bytes: readFileSync(log) };
}

describe('opening after the log was damaged', () => {
  it('keeps all whole rows of a log that ends anywhere, and says what it cut', async () => {
    const { folder, log, bytes } = await folderWithRows(8);
    for (let cut = 1; cut < 60; cut += 7) {
      writeFileSync(log, bytes);
      truncateSync(log, bytes.length - cut);
      const { columns, notices } = await openAndRead(folder);
      const rows = columns[0].length;
      expect(rows).toBeGreaterThanOrEqual(6);
      expect(rows).toBeLessThan(8);
      expect(columns).toEqual([
        Array.from({ length: rows }, (_, row) => row),
        Array.from({ length: rows }, (_, row) => -row),
      ]);
      expect(notices.every(({ kind, message }) => kind === 'log-cut' && message.includes(log))).toBe(true);
    }
  });

  it('starts with a log that has flipped or zero-filled bytes anywhere', async () => {
    const { folder, log, bytes } = await folderWithRows(8);
    const damage = fc.tuple(fc.nat(bytes.length - 1), fc.integer({ min: 1, max: 60 }), fc.boolean());
    await fc.assert(
      fc.asyncProperty(damage, async ([from, length, isZeroed]) => {
        const damaged = bytes.slice();
        for (let i = from; i < Math.min(bytes.length, from + length); i++) {
          damaged[i] = isZeroed ? 0 : damaged[i] ^ 0x55;
        }
        writeFileSync(log, damaged);
        const { columns } = await openAndRead(folder);
        for (const column of columns) expect(column.map(Math.abs)).toEqual(column.map((_, row) => row));
        rmSync(join(folder, 'catalog.db'));
      }),
      { numRuns: 12 },
    );
  });

  it('leaves out samples whose labels are lost, says so, and gives their id to no other series', async () => {
    const { folder, log } = await folderWithRows(3);
    const store = await openStore({ folder, clock });
    const id = store.metrics.intern(LabelSet.of({ __name__: 'a' }));
    store.metrics.append({ group: 'g', timestampMs: START_MS + 9, ids: [id], values: Float64Array.of(9) });
    await store.close();
    rmSync(join(folder, 'catalog.db'));
    rmSync(log);
    const notices: StoreNotice[] = [];
    const again = await openStore({ folder, clock, onNotice: (notice) => void notices.push(notice) });
    expect(notices).toContainEqual({ kind: 'series-lost', message: expect.stringMatching(/^1 sample/) });
    expect(again.metrics.intern(LabelSet.of({ __name__: 'new' }))).toBeGreaterThan(id);
    expect(await again.metrics.select(ALL)).toEqual([]);
    await again.close();
  });
});

describe('replaying', () => {
  it('keeps the samples of a series apart that were written before and after a block of it', async () => {
    const options = { folder: temporaryFolder(), clock, flushIntervalMs: 5 };
    const store = await openStore(options);
    const plain = new MemorySeriesStore();
    const append = (names: readonly string[], offsetMs: number): void => {
      for (const appender of [store.metrics, plain]) {
        const ids = names.map((name) => appender.intern(LabelSet.of({ __name__: name })));
        const values = new Float64Array(names.length).fill(offsetMs);
        appender.append({ group: 'g', timestampMs: START_MS + offsetMs, ids, values });
      }
    };
    append(['a', 'b'], 100);
    append(['b'], 200);
    // Older than the last row of its slab: `a` goes on in another slab, which fills and is committed
    // while the first slab, with an older sample of `a`, is still only in the log.
    append(['a'], 150);
    for (let i = 0; i < 200 && store.stats().blocks === 0; i++) {
      append(['a'], 300 + i);
      await store.flush();
      if (i > 120) await eventually(() => store.stats().blocks > 0);
    }
    expect(store.stats().headSamples).toBeGreaterThan(3);
    expect(await dump(store.metrics)).toEqual(await dump(plain));
    await store.close();
    const again = await openStore(options);
    expect(await dump(again.metrics)).toEqual(await dump(plain));
    await again.close();
  });

  it('gives no id again that blocks have, also where the catalog is an older copy', async () => {
    const folder = temporaryFolder();
    const append = (store: Store, name: string): void => {
      const ids = [store.metrics.intern(LabelSet.of({ __name__: name }))];
      store.metrics.append({ group: 'g', timestampMs: clock.now(), ids, values: new Float64Array(1) });
    };
    const clock = new VirtualClock(START_MS);
    const options = { folder, clock, flushIntervalMs: 5 };
    await (await openStore(options)).close();
    const catalog = readFileSync(join(folder, 'catalog.db'));
    const store = await openStore(options);
    append(store, 'lost');
    await clock.advanceBy(3 * 3_600_000);
    await eventually(() => store.stats().headSamples === 0);
    await store.close();
    rmSync(join(folder, 'wal'), { recursive: true });
    writeFileSync(join(folder, 'catalog.db'), catalog);
    const again = await openStore(options);
    append(again, 'new');
    const [{ labels, timestamps }] = await again.metrics.select(ALL);
    expect([labels.metricName, ...timestamps]).toEqual(['new', clock.now()]);
    await again.close();
  });

  it('forgets series without samples, so that the catalog does not grow for ever', async () => {
    const folder = temporaryFolder();
    const first = await openStore({ folder });
    first.metrics.intern(LabelSet.of({ __name__: 'never sampled' }));
    await first.close();
    const second = await openStore({ folder });
    expect(second.stats().series).toBe(0);
    await second.close();
    expect(readdirSync(folder)).toContain('catalog.db');
  });
});
