import { existsSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { TelltaleError, VirtualClock } from '@telltale/model';
import type { AttributeValue, LogFilter, LogRecord } from '@telltale/model';
import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { temporaryFolder } from '../../test/temporary-folder.ts';
import type { StoreNotice } from '../notice.ts';
import type { LocalLogStore } from './local-log-store.ts';
import { openLogStore } from './open-log-store.ts';
import type { LogStoreOptions } from './open-log-store.ts';

/* Each store starts threads, which takes its time on a busy machine. */
vi.setConfig({ testTimeout: 60_000 });

const HOUR_MS = 3_600_000;
const NOW_MS = Date.UTC(2026, 2, 10, 12);
const ALL = { startMs: 0, endMs: Number.MAX_SAFE_INTEGER };

interface Opened {
  readonly logs: LocalLogStore;
  readonly folder: string;
  readonly notices: StoreNotice[];
}

async function open(options: Partial<LogStoreOptions> = {}): Promise<Opened> {
  const notices: StoreNotice[] = [];
  const folder = options.folder ?? temporaryFolder();
  const logs = await openLogStore({
    folder,
    clock: new VirtualClock(NOW_MS),
    onNotice: (notice) => void notices.push(notice),
    ...options,
  });
  onTestFinished(() => logs.close());
  return { logs, folder, notices };
}

function record(message: string, more: Partial<LogRecord> = {}): LogRecord {
  return { timeMs: NOW_MS, severity: 9, service: 'shop', message, attributes: {}, resource: {}, ...more };
}

async function messages(logs: LocalLogStore, filter?: LogFilter): Promise<string[]> {
  const page = await logs.search({ ...ALL, order: 'oldest', limit: 1000, ...(filter && { filter }) });
  return page.records.map(({ message }) => message);
}

/** Sends records again for as long as the store has too much to write, as exporters do. */
async function appendPatiently(logs: LocalLogStore, records: readonly LogRecord[]): Promise<void> {
  for (;;) {
    try {
      return await logs.append(records);
    } catch (error) {
      if (!(error instanceof TelltaleError) || error.code !== 'TT_OVERLOADED') throw error;
      await new Promise((resolve) => setTimeout(resolve, 5));
    }
  }
}

const text = (wanted: string): LogFilter => ({ kind: 'text', text: wanted });

describe('a log store', () => {
  it('finds a record as soon as it was taken, and keeps its id through blocks and restarts', async () => {
    const { logs, folder } = await open();
    await logs.append(['a', 'b', 'c'].map((message) => record(message)));
    const inMemory = await logs.search({ ...ALL, limit: 2 });
    expect(inMemory.records.map(({ message }) => message)).toEqual(['c', 'b']);
    expect(inMemory.hasMore).toBe(true);
    await logs.flush();
    expect(await logs.search({ ...ALL, limit: 2 })).toEqual(inMemory);
    await logs.close();
    const { logs: again } = await open({ folder });
    expect(await again.search({ ...ALL, limit: 2 })).toEqual(inMemory);
    const rest = await again.search({ ...ALL, limit: 2, after: inMemory.records[1].id });
    expect(rest.records.map(({ message }) => message)).toEqual(['a']);
    expect(await again.context(inMemory.records[1].id, { before: 1, after: 1 })).toMatchObject({
      before: [{ message: 'a' }],
      record: { message: 'b' },
      after: [{ message: 'c' }],
    });
    expect(await again.context('1-1', { before: 1, after: 1 })).toBeUndefined();
  });

  it('goes on counting where the process before ended, so that no two records have one id', async () => {
    const folder = temporaryFolder();
    for (let life = 0; life < 3; life++) {
      const { logs } = await open({ folder });
      await logs.append([record(`life ${life}`)]);
      if (life === 1) await logs.flush();
      await logs.close();
    }
    const { logs } = await open({ folder });
    const { records } = await logs.search({ ...ALL, limit: 10 });
    expect(new Set(records.map(({ id }) => id)).size).toBe(3);
  });

  it('is refused while another store has the folder, and possible afterwards', async () => {
    const { logs, folder } = await open();
    await expect(openLogStore({ folder })).rejects.toMatchObject({ code: 'TT_DATA_LOCKED' });
    await logs.close();
    await (await openLogStore({ folder })).close();
  });

  it('refuses a folder in a file system that takes none', async () => {
    const opening = openLogStore({ folder: '/proc/nowhere/logs' });
    await expect(opening).rejects.toMatchObject({ code: 'TT_DATA_FOLDER' });
  });

  it('refuses records when too many wait, takes nothing of them, and takes them when there is room', async () => {
    const { logs } = await open({ maxPendingBytes: 20_000 });
    const first = logs.append([record('x'.repeat(15_000))]);
    const more = [record('one'), record('y'.repeat(15_000))];
    await expect(logs.append(more)).rejects.toMatchObject({ code: 'TT_OVERLOADED' });
    await first;
    expect(await logs.stats()).toMatchObject({ records: 1 });
    await logs.flush();
    await logs.append(more);
    expect(await logs.stats()).toMatchObject({ records: 3 });
  });

  it('takes records for as long as it is asked to, though one of another day came first and waits', async () => {
    const { logs } = await open({ maxPendingBytes: 200_000 });
    await logs.append([record('late', { timeMs: NOW_MS - 24 * HOUR_MS })]);
    for (let batch = 0; batch < 30; batch++) {
      const records = Array.from({ length: 100 }, (_, i) => record(`line ${batch} ${i} ${'x'.repeat(200)}`));
      await appendPatiently(logs, records);
    }
    expect(await messages(logs, text('late'))).toEqual(['late']);
    expect(await logs.stats()).toMatchObject({ records: 3001 });
  });

  it('puts late records into the file of their day', async () => {
    const { logs, folder } = await open();
    await logs.append([record('now'), record('late', { timeMs: NOW_MS - 24 * HOUR_MS }), record('now too')]);
    await logs.flush();
    expect(readdirSync(folder).filter((name) => name.endsWith('.db'))).toEqual([
      'lock.db',
      'logs-20260309.db',
      'logs-20260310.db',
    ]);
    expect(await messages(logs)).toEqual(['late', 'now', 'now too']);
  });
});

describe('hostile records', () => {
  it('are cut to a bounded size and say so; their time is that of arrival where they have none', async () => {
    const deep = Array.from({ length: 1000 }).reduce<AttributeValue>((inner) => ({ inner }), 'bottom');
    const many = Object.fromEntries(Array.from({ length: 100_000 }, (_, i) => [`name${i}`, i]));
    const { logs, folder } = await open();
    await logs.append([
      record('x'.repeat(1_000_000), { timeMs: Number.NaN }),
      record('deep', { timeMs: -5, attributes: { deep } }),
      record('many', { timeMs: 0, attributes: many }),
      record('ahead', { timeMs: NOW_MS + 2 * HOUR_MS }),
      record('never', { timeMs: Number.POSITIVE_INFINITY, service: '', severity: Number.NaN }),
      record('large values', { attributes: { a: 'v'.repeat(1_000_000), b: 'w'.repeat(1_000_000) } }),
    ]);
    for (const step of ['tail', 'block', 'restart']) {
      if (step === 'block') await logs.flush();
      if (step === 'restart') await logs.close();
      const { logs: current } = step === 'restart' ? await open({ folder }) : { logs };
      const { records } = await current.search({ ...ALL, order: 'oldest', limit: 10 });
      expect(records.map(({ timeMs }) => timeMs)).toEqual(records.map(() => NOW_MS));
      const truncated = records.map(({ attributes }) => attributes['telltale.truncated']);
      expect(truncated).toEqual(['message', 'attributes', 'attributes', undefined, undefined, 'attributes']);
      expect(records.map(({ message }) => message.length)).toEqual([262_144, 4, 4, 5, 5, 12]);
      expect(records.map(({ attributes }) => attributes['telltale.claimed_time_ms'])).toEqual([
        undefined,
        undefined,
        undefined,
        NOW_MS + 2 * HOUR_MS,
        'Infinity',
        undefined,
      ]);
      expect(records[4]).toMatchObject({ service: 'unknown_service', severity: 0 });
      for (const { attributes } of records) expect(JSON.stringify(attributes).length).toBeLessThan(300_000);
    }
  });

  it('keep names and texts that other programs stumble over', async () => {
    const attributes = JSON.parse(
      '{"__proto__": {"a": 1}, "constructor": "c", "": "empty", "\\ud800": "\\udc00"}',
    ) as {
      [name: string]: AttributeValue;
    };
    const { logs } = await open();
    const id = 'F'.repeat(32);
    await logs.append([
      record('half \ud83d and NUL \0', { attributes, traceId: id }),
      record('not an id', { traceId: 'zz', spanId: '12' }),
    ]);
    for (const isFlushed of [false, true]) {
      if (isFlushed) await logs.flush();
      const { records } = await logs.search({ ...ALL, order: 'oldest', limit: 10 });
      expect(records[0].message).toBe('half \ufffd and NUL \0');
      expect(JSON.stringify(records[0].attributes)).toBe(JSON.stringify(attributes));
      expect(Object.getPrototypeOf(records[0].attributes)).toBe(isFlushed ? null : Object.prototype);
      expect(records[0].traceId).toBe(id.toLowerCase());
      expect(records[1]).not.toHaveProperty('traceId');
      expect(records[1].attributes).toEqual({
        'telltale.invalid_trace_id': 'zz',
        'telltale.invalid_span_id': '12',
      });
      const proto: LogFilter = { kind: 'field', field: '__proto__.a', operator: '=', value: '1' };
      expect(await messages(logs, proto)).toHaveLength(1);
      expect(await messages(logs, { kind: 'has', field: 'toString' })).toEqual([]);
      expect(await messages(logs, text('\0'))).toHaveLength(1);
    }
  });

  it('that are older than what is kept are left out, which is told', async () => {
    const clock = new VirtualClock(NOW_MS);
    const { logs, notices } = await open({ clock, retentionMs: 24 * HOUR_MS });
    await logs.append([record('kept'), record('old', { timeMs: 5 })]);
    await clock.advanceBy(HOUR_MS);
    expect(await messages(logs)).toEqual(['kept']);
    expect(notices).toEqual([{ kind: 'records-too-old', message: expect.stringContaining('1 log records') }]);
  });
});

describe('a search', () => {
  it('that nobody wants any more ends with the reason, and the next one is answered', async () => {
    const { logs } = await open();
    const batch = Array.from({ length: 4096 }, (_, i) => record(`${'slow '.repeat(40)}${i}`));
    for (let i = 0; i < 8; i++) await logs.append(batch);
    await logs.flush();
    const ending = new AbortController();
    const slow: LogFilter = { kind: 'regexp', pattern: '(s.*){8}x' };
    const search = logs.search({ ...ALL, filter: slow, limit: 10 }, ending.signal);
    setTimeout(() => ending.abort(new Error('gone')), 20);
    await expect(search).rejects.toThrow('gone');
    await expect(logs.counts(ALL, 1000, AbortSignal.abort(new Error('no')))).rejects.toThrow('no');
    expect(await messages(logs, text('slow 4095'))).toHaveLength(8);
  });

  it('is refused when it cannot be meant, or would take endlessly', async () => {
    const deep = Array.from({ length: 10_000 }).reduce<LogFilter>(
      (filter) => ({ kind: 'not', filter }),
      text('x'),
    );
    const broad: LogFilter = { kind: 'or', filters: Array.from({ length: 2000 }, () => text('x')) };
    const { logs } = await open();
    await logs.append([record('x')]);
    for (const isFlushed of [false, true]) {
      if (isFlushed) await logs.flush();
      const searches: [Promise<unknown>, string][] = [
        [logs.search({ ...ALL, limit: 1, after: 'x' }), 'TT_LOG_PAGE'],
        [messages(logs, { kind: 'regexp', pattern: '(' }), 'TT_SEARCH_SYNTAX'],
        [messages(logs, { kind: 'regexp', pattern: 'x'.repeat(100_000) }), 'TT_QUERY_LIMIT'],
        [messages(logs, deep), 'TT_QUERY_LIMIT'],
        [logs.counts({ ...ALL, filter: broad }, 1), 'TT_QUERY_LIMIT'],
        [logs.counts(ALL, 0), 'TT_QUERY_RANGE'],
      ];
      for (const [search, code] of searches) await expect(search).rejects.toMatchObject({ code });
    }
  });

  it('leaves a damaged block out, tells it once, and finds what is in the others', async () => {
    const { logs, folder, notices } = await open();
    for (const message of ['first', 'second']) {
      await logs.append([record(message)]);
      await logs.flush();
    }
    await logs.close();
    const database = new DatabaseSync(join(folder, 'logs-20260310.db'));
    // The messages of the first block.
    database.exec(`UPDATE section SET data = zeroblob(length(data)) WHERE id = 20`);
    database.close();
    const { logs: again, notices: told } = await open({ folder });
    expect(await messages(again)).toEqual(['second']);
    expect(await messages(again, text('first'))).toEqual([]);
    expect([notices, told.map(({ kind }) => kind)]).toEqual([[], ['block-damaged']]);
  });

  it('goes on without a day whose file is damaged or of a newer version; the file is kept', async () => {
    const { logs, folder } = await open();
    const days = [0, 1, 2].map((day) => record(`day ${day}`, { timeMs: NOW_MS - day * 24 * HOUR_MS }));
    await logs.append(days);
    await logs.flush();
    await logs.close();
    writeFileSync(join(folder, 'logs-20260310.db'), 'no database'.repeat(1000));
    const newer = new DatabaseSync(join(folder, 'logs-20260309.db'));
    newer.exec('PRAGMA user_version = 99');
    newer.close();
    const { logs: again, notices } = await open({ folder });
    expect(await messages(again)).toEqual(['day 2']);
    expect(notices.map(({ kind }) => kind)).toEqual(['file-ignored', 'file-ignored']);
    expect(readdirSync(folder).filter((name) => name.includes('damaged')).length).toBeGreaterThanOrEqual(2);
    await again.append([record('new')]);
    await again.flush();
    expect(existsSync(join(folder, 'logs-20260310.db'))).toBe(true);
    expect(await messages(again)).toEqual(['day 2', 'new']);
  });
});
