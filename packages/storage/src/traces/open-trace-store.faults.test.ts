import { randomBytes } from 'node:crypto';
import { DatabaseSync } from 'node:sqlite';
import { copyFileSync, mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { VirtualClock } from '@telltale/model';
import type { Span } from '@telltale/model';
import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { eventually } from '../../test/eventually.ts';
import { madeSpan, spanIdOf, traceIdOf } from '../../test/made-span.ts';
import { temporaryFolder } from '../../test/temporary-folder.ts';
import { folderBytes } from '../folder/data-folder.ts';
import type { StoreNotice } from '../notice.ts';
import { openForWriting } from '../sql/sql-driver.ts';
import type { LocalTraceStore } from './local-trace-store.ts';
import { openTraceStore } from './open-trace-store.ts';
import type { TraceStoreOptions } from './open-trace-store.ts';

const DAY_MS = 86_400_000;
const NOON_MS = Date.UTC(2026, 1, 3, 12);
const ALL = { startMs: 0, endMs: Number.MAX_SAFE_INTEGER, limit: 100_000 };

interface Opened {
  readonly store: LocalTraceStore;
  readonly notices: StoreNotice['kind'][];
}

// Each test starts threads, which takes its time on a busy machine.
vi.setConfig({ testTimeout: 60_000 });

async function open(options: TraceStoreOptions): Promise<Opened> {
  const notices: StoreNotice['kind'][] = [];
  const store = await openTraceStore({ ...options, onNotice: ({ kind }) => void notices.push(kind) });
  onTestFinished(() => store.close());
  return { store, notices };
}

function filesOf(folder: string): string[] {
  return readdirSync(folder).filter((name) => /^traces-.*\.db$/.test(name));
}

/** A span with so many bytes that nothing makes smaller. */
function bulky(number: number, bytes: number): Span {
  return madeSpan(number, { attributes: { text: randomBytes(bytes).toString('latin1') } });
}

describe('retention of traces', () => {
  it('deletes the files of days that are too old, with what was counted in them', async () => {
    const folder = temporaryFolder();
    const clock = new VirtualClock(NOON_MS);
    const { store } = await open({ folder, clock, retentionMs: 2 * DAY_MS, flushIntervalMs: DAY_MS });
    for (let day = 0; day < 5; day++) {
      await store.append([madeSpan(day, { startMs: clock.now(), name: `day ${day}` })]);
      await store.flush();
      await clock.advanceBy(DAY_MS);
      await store.stats();
    }
    await eventually(() => filesOf(folder).length === 2);
    expect(filesOf(folder)).toEqual(['traces-20260206.db', 'traces-20260207.db']);
    expect((await store.search(ALL)).map(({ operation }) => operation)).toEqual(['day 4', 'day 3']);
    expect(await store.get(traceIdOf(0))).toBeUndefined();
    expect(await store.services(ALL)).toEqual([{ service: 'shop', operations: ['day 3', 'day 4'] }]);
    expect(await store.stats()).toMatchObject({ traces: 2, spans: 2 });
  });

  it('keeps all files below their limit: the oldest traces go', async () => {
    const folder = temporaryFolder();
    const maxBytes = 1_000_000;
    const { store } = await open({ folder, maxBytes });
    let most = 0;
    for (let batch = 0; batch < 20; batch++) {
      await store.append(Array.from({ length: 100 }, (_, i) => bulky(batch * 100 + i, 1000)));
      await store.flush();
      most = Math.max(most, folderBytes(folder));
    }
    expect(most).toBeLessThan(maxBytes * 1.25);
    expect(filesOf(folder).length).toBeGreaterThan(1);
    const numbers = (await store.search(ALL)).map(({ traceId }) => Number.parseInt(traceId.slice(0, 16), 16));
    expect(numbers.length).toBeGreaterThan(200);
    expect(numbers).toEqual(Array.from(numbers, (_, i) => 1999 - i));
  });
});

describe('a trace store whose disk refuses', () => {
  it('keeps what it has taken, refuses what is too much, and goes on when it can', async () => {
    const folder = temporaryFolder();
    const clock = new VirtualClock(NOON_MS);
    const { store, notices } = await open({ folder, clock, maxPendingBytes: 100_000, decisionDelayMs: 1000 });
    await store.append([bulky(0, 5000)]);
    // The thread, which the first batch starts, has looked at the folder by now.
    await store.stats();
    const file = join(folder, 'traces-20260203.db');
    mkdirSync(file);
    let taken = 1;
    const refusal = await (async () => {
      for (; taken < 100; taken++) await store.append([bulky(taken, 5000)]);
    })().catch((error: unknown) => error);
    expect(refusal).toMatchObject({ code: 'TT_OVERLOADED' });
    expect(taken).toBeGreaterThan(10);
    await expect(store.flush()).rejects.toThrow();
    expect(await store.search(ALL)).toHaveLength(taken);
    rmSync(file, { recursive: true });
    await clock.advanceBy(2000);
    await store.flush();
    await store.append([madeSpan(5000)]);
    expect(await store.search(ALL)).toHaveLength(taken + 1);
    expect(notices).toEqual(['write-failed', 'write-recovered']);
  });

  it('decides on the oldest traces early when much waits', async () => {
    const { store } = await open({
      folder: temporaryFolder(),
      maxPendingBytes: 100_000,
      sampling: { ratio: 0 },
    });
    for (let number = 0; number < 15; number++) {
      await store.append([bulky(number, 3000)]);
      await store.stats();
    }
    const { sampledOut, traces } = await store.stats();
    expect(sampledOut).toBeGreaterThan(0);
    expect(sampledOut + traces).toBe(15);
    expect(await store.get(traceIdOf(0))).toBeUndefined();
    expect(await store.get(traceIdOf(14))).toBeDefined();
  });
});

describe('damaged files of traces', () => {
  it('are put aside where nothing in them can be read, and the store goes on', async () => {
    const folder = temporaryFolder();
    writeFileSync(
      join(folder, 'traces-20260102.db'),
      'this is no database, only a long line of text'.repeat(100),
    );
    const { store, notices } = await open({ folder });
    await store.append([madeSpan(1)]);
    await store.flush();
    expect(await store.search(ALL)).toHaveLength(1);
    expect(notices).toEqual(['file-ignored']);
    expect(readdirSync(folder).filter((name) => name.includes('.damaged-'))).toHaveLength(1);
  });

  it('cost what was in the damaged part', async () => {
    const folder = temporaryFolder();
    const { store } = await open({ folder, clock: new VirtualClock(NOON_MS) });
    for (let page = 0; page < 3; page++) {
      await store.append([madeSpan(page), madeSpan(page, { spanId: spanIdOf(2) })]);
      await store.flush();
    }
    await store.close();
    const database = openForWriting(join(folder, 'traces-20260203.db'));
    const data = Buffer.from(database.prepare('SELECT data FROM page WHERE id = 2').get()?.[0] as Uint8Array);
    data[data.length >> 1] ^= 0x20;
    database.prepare('UPDATE page SET data = ? WHERE id = 2').run(data);
    database.close();
    const next = await open({ folder, clock: new VirtualClock(NOON_MS) });
    expect((await next.store.search(ALL)).map(({ traceId }) => traceId)).toEqual([
      traceIdOf(2),
      traceIdOf(0),
    ]);
    expect(await next.store.get(traceIdOf(1))).toBeUndefined();
    expect(next.notices).toEqual(['block-damaged']);
  });

  it('that were only just created by a process that was killed are written by the next one', async () => {
    const folder = temporaryFolder();
    openForWriting(join(folder, 'traces-20260203.db')).close();
    const { store, notices } = await open({ folder, clock: new VirtualClock(NOON_MS) });
    expect(await store.services(ALL)).toEqual([]);
    await store.append([madeSpan(1)]);
    await store.flush();
    expect(await store.search(ALL)).toHaveLength(1);
    expect([notices, filesOf(folder)]).toEqual([[], ['traces-20260203.db']]);
  });

  it('that a process was creating when it was killed are written by the next one', async () => {
    const folder = temporaryFolder();
    const begun = new DatabaseSync(join(temporaryFolder(), 'begun.db'));
    // Too much for the cache: a part is in the file already, and its undoing in the journal.
    begun.exec('PRAGMA cache_size = 1; BEGIN; CREATE TABLE filling (bytes BLOB)');
    for (let i = 0; i < 50; i++) begun.exec('INSERT INTO filling VALUES (randomblob(4000))');
    const path = join(folder, 'traces-20260203.db');
    for (const suffix of ['', '-journal']) copyFileSync(String(begun.location()) + suffix, path + suffix);
    begun.close();
    const { store, notices } = await open({ folder, clock: new VirtualClock(NOON_MS) });
    await store.append([madeSpan(1)]);
    await store.flush();
    expect(await store.search(ALL)).toHaveLength(1);
    expect([notices, filesOf(folder)]).toEqual([[], ['traces-20260203.db']]);
  });

  it('of a newer version are left where they are, and others are written', async () => {
    const folder = temporaryFolder();
    const database = openForWriting(join(folder, 'traces-20260203.db'));
    database.execute('PRAGMA user_version = 99');
    database.close();
    const { store, notices } = await open({ folder, clock: new VirtualClock(NOON_MS) });
    await store.append([madeSpan(1)]);
    await store.flush();
    expect(await store.search(ALL)).toHaveLength(1);
    expect([notices, filesOf(folder).sort()]).toEqual([
      ['file-ignored'],
      ['traces-20260203-1.db', 'traces-20260203.db'],
    ]);
  });
});
