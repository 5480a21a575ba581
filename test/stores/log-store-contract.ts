import { MemoryLogStore, attributeText } from '@telltale/model';
import type { Attributes, LogFilter, LogRecord, LogSearch, LogStore, StoredLogRecord } from '@telltale/model';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { FILTERS, anyFilter } from './log-filters.ts';
import { EVERYTHING, HOUR_MS, MIDNIGHT_MS, MINUTE_MS, logFixture, record } from './log-fixture.ts';
import { compileRegexp } from './re2-regexp.ts';

/** A server answers one after the other. */
const MANY_FILTERS_MS = 240_000;

export interface LogStoreContractOptions {
  /** Opens a store that nothing is in. */
  readonly open: () => Promise<LogStore>;
  /** How many made-up filters are tried. Default: 100. */
  readonly filters?: number;
}

/**
 * What every store of logs does: the same records, the same answers as the store in memory. Stores may keep values
 * of attributes as their texts.
 */
export function describeLogStore(name: string, { open, filters = 100 }: LogStoreContractOptions): void {
  describe(`logs ${name}`, () => {
    let store: LogStore;
    const memory = new MemoryLogStore(compileRegexp);
    const fixture = logFixture();

    beforeAll(async () => {
      store = await open();
      // Several batches, as they would arrive.
      for (let at = 0; at < fixture.length; at += 50) {
        await store.append(fixture.slice(at, at + 50));
        await memory.append(fixture.slice(at, at + 50));
      }
    });
    afterAll(() => store.close());

    const messages = async (from: LogStore, search: Omit<LogSearch, 'limit'>): Promise<string[]> => {
      const { records } = await from.search({ limit: 1000, ...search });
      return records.map(({ message }) => message);
    };

    test('come back as they were taken, the newest first, those of the same moment against their arrival', async () => {
      const [page, expected] = await Promise.all(
        [store, memory].map((each) => each.search({ ...EVERYTHING, limit: 1000 })),
      );
      expect(page.records.map(asTexts)).toEqual(expected.records.map(asTexts));
      expect(page.hasMore).toBe(false);
      expect(new Set(page.records.map(({ id }) => id)).size).toBe(fixture.length);
    });

    test('come the oldest first where that is asked for', async () => {
      const search = { ...EVERYTHING, order: 'oldest' } as const;
      expect(await messages(store, search)).toEqual(await messages(memory, search));
    });

    test('are of the range with its begin and without its end, to the microsecond', async () => {
      const from = await messages(store, { startMs: MIDNIGHT_MS, endMs: MIDNIGHT_MS + MINUTE_MS });
      expect(from).toContain('');
      expect(from).toContain('a microsecond after midnight');
      expect(from).not.toContain('a microsecond before midnight');
      const to = await messages(store, { startMs: MIDNIGHT_MS - 0.001, endMs: MIDNIGHT_MS });
      expect(to).toEqual(['a microsecond before midnight']);
      expect(await messages(store, { startMs: MIDNIGHT_MS, endMs: MIDNIGHT_MS })).toEqual([]);
    });

    test.each(['newest', 'oldest'] as const)(
      'are read page by page, each once, the %s first',
      async (order) => {
        const filter: LogFilter = { kind: 'severity', atLeast: 1 };
        const whole = await memory.search({ ...EVERYTHING, filter, order, limit: 1000 });
        for (const limit of [1, 7, whole.records.length]) {
          const pages = await pagesOf(
            store,
            { ...EVERYTHING, filter, order, limit },
            limit === 1 ? 12 : 1000,
          );
          const expected = whole.records.slice(0, pages.length);
          expect(pages.map(({ message }) => message)).toEqual(expected.map(({ message }) => message));
          if (limit > 1) expect(pages.length).toBe(whole.records.length);
        }
      },
    );

    test('do not go on after a record that there never was', async () => {
      for (const after of ['', 'no id', '99999999999999999', "1'; DROP TABLE otel_logs; --"]) {
        const search = store.search({ ...EVERYTHING, limit: 1, after });
        await expect(search, after).rejects.toMatchObject({ code: 'TT_LOG_PAGE' });
      }
    });

    test.each(FILTERS)('that %j wants are those of its meaning', async (filter) => {
      const search = { ...EVERYTHING, filter };
      expect(await messages(store, search)).toEqual(await messages(memory, search));
    });

    test(
      'that any filter wants are those of its meaning',
      async () => {
        await fc.assert(
          fc.asyncProperty(anyFilter, async (filter) => {
            const search = { ...EVERYTHING, filter };
            expect(await messages(store, search)).toEqual(await messages(memory, search));
          }),
          { numRuns: filters },
        );
      },
      MANY_FILTERS_MS,
    );

    test('are not found by a regular expression that is none', async () => {
      for (const pattern of ['(', 'a)|(b', '(?<=x)y', '[z-a]', '\\']) {
        const regexp: LogFilter = { kind: 'regexp', pattern };
        const field: LogFilter = { kind: 'field', field: 'service', operator: '=~', value: pattern };
        await expect(store.search({ ...EVERYTHING, filter: regexp, limit: 1 }), pattern).rejects.toThrow();
        await expect(store.counts({ ...EVERYTHING, filter: field }, 1000), pattern).rejects.toThrow();
      }
    });

    test.each([MINUTE_MS, 7 * MINUTE_MS, HOUR_MS, 24 * HOUR_MS])(
      'are counted by severity in steps of %i ms',
      async (stepMs) => {
        for (const filter of [undefined, FILTERS[0]]) {
          const [counts, expected] = await Promise.all(
            [store, memory].map((each) => each.counts({ ...EVERYTHING, filter }, stepMs)),
          );
          expect(counts).toEqual(expected);
        }
      },
    );

    test('have fields with their most frequent values', async () => {
      const selection = { startMs: MIDNIGHT_MS - HOUR_MS, endMs: MIDNIGHT_MS };
      for (const limit of [1000, 10]) {
        const [fields, expected] = await Promise.all(
          [store, memory].map((each) => each.fields(selection, limit)),
        );
        expect(fields).toEqual(expected);
      }
      expect((await store.fields(selection, 1000)).map(({ field }) => field)).toContain('order.id');
    });

    test('are seen with what the same service logged around them', async () => {
      const filter: LogFilter = { kind: 'text', text: 'GET /orders/121 done' };
      const [ours, theirs] = await Promise.all(
        [store, memory].map(async (each) => {
          const { records } = await each.search({ ...EVERYTHING, filter, limit: 1 });
          const context = await each.context(records[0].id, { before: 5, after: 3 });
          return context && [...context.before, context.record, ...context.after].map(asTexts);
        }),
      );
      expect(ours).toHaveLength(9);
      expect(ours).toEqual(theirs);
      expect(await store.context('no id', { before: 1, after: 1 })).toBeUndefined();
    });

    test('at the begin and at the end have less around them', async () => {
      for (const order of ['newest', 'oldest'] as const) {
        const [last] = (await store.search({ ...EVERYTHING, order, limit: 1 })).records;
        const context = await store.context(last.id, { before: 0, after: 0 });
        expect(context).toMatchObject({ before: [], after: [], record: { id: last.id } });
        const wide = await store.context(last.id, { before: 2, after: 2 });
        expect(order === 'newest' ? wide?.after : wide?.before).toEqual([]);
      }
    });

    test('are not waited for when nobody wants them any more', async () => {
      const reason = new Error('the page was closed');
      const signal = AbortSignal.abort(reason);
      const [{ id }] = (await store.search({ ...EVERYTHING, limit: 1 })).records;
      await expect(store.search({ ...EVERYTHING, limit: 1 }, signal)).rejects.toBe(reason);
      await expect(store.counts(EVERYTHING, 1000, signal)).rejects.toBe(reason);
      await expect(store.fields(EVERYTHING, 10, signal)).rejects.toBe(reason);
      await expect(store.context(id, { before: 1, after: 1 }, signal)).rejects.toBe(reason);
    });

    test('are told in figures', async () => {
      const stats = await store.stats();
      expect(stats).toMatchObject({ records: fixture.length, oldestMs: expect.any(Number) });
      expect(Math.floor(stats.oldestMs ?? 0)).toBe(MIDNIGHT_MS - HOUR_MS);
      expect(stats.bytes).toBeGreaterThan(0);
    });

    test('of a store that nothing is in are none', async () => {
      const empty = await open();
      await empty.append([]);
      expect(await empty.search({ ...EVERYTHING, limit: 5 })).toEqual({ records: [], hasMore: false });
      expect(await empty.counts(EVERYTHING, 1000)).toEqual([]);
      expect(await empty.fields(EVERYTHING, 5)).toEqual([]);
      expect(await empty.stats()).toEqual({ records: 0, bytes: expect.any(Number) });
      await empty.close();
    });

    test('that come late are found at once', async () => {
      const late = await open();
      for (let index = 0; index < 5; index++) {
        await late.append([record({ timeMs: MIDNIGHT_MS - index, message: `late ${index}` })]);
        const { records } = await late.search({ ...EVERYTHING, order: 'oldest', limit: 1 });
        expect(records[0].message).toBe(`late ${index}`);
      }
      await late.close();
    });
  });
}

/** Reads on until nothing more comes, or enough pages were read. */
async function pagesOf(store: LogStore, search: LogSearch, maxPages: number): Promise<StoredLogRecord[]> {
  const all: StoredLogRecord[] = [];
  for (let page = 0; page < maxPages; page++) {
    const after = all.at(-1)?.id;
    const { records, hasMore } = await store.search({ ...search, ...(after !== undefined && { after }) });
    all.push(...records);
    if (!hasMore) break;
    expect(records.length).toBe(search.limit);
  }
  return all;
}

/** A record with its attributes as texts, without the id, which is the store's own. */
function asTexts(stored: LogRecord & { readonly id?: string }) {
  const { attributes, resource } = stored;
  return { ...stored, id: undefined, attributes: textsOf(attributes), resource: textsOf(resource) };
}

function textsOf(attributes: Attributes): [string, string | undefined][] {
  const names = Object.keys(attributes).sort();
  return names.map((name) => [name, attributeText(attributes, name)]);
}
