import { cpSync } from 'node:fs';
import { MemoryLogStore, VirtualClock } from '@telltale/model';
import type { LogRecord, LogSearch, LogSelection, LogStore, StoredLogRecord } from '@telltale/model';
import fc from 'fast-check';
import { expect, it, onTestFinished } from 'vitest';
import { LOGS_START_MS, logFilter, logRecord } from '../../test/arbitrary-logs.ts';
import { temporaryFolder } from '../../test/temporary-folder.ts';
import { compileRegexp } from '../search/compile-regexp.ts';
import type { LocalLogStore } from './local-log-store.ts';
import { openLogStore } from './open-log-store.ts';

const isLong = process.env.TELLTALE_TEST_SCALE === 'long';
const RUNS = isLong ? 60 : 4;
const QUESTIONS = isLong ? 60 : 40;
const HOUR_MS = 3_600_000;

type Step =
  | { readonly kind: 'append'; readonly records: readonly LogRecord[] }
  /** Of a crash: the folder as a killed process would leave it, opened elsewhere. */
  | { readonly kind: 'flush' | 'reopen' | 'crash' };

interface Question {
  readonly selection: LogSelection;
  readonly order: 'newest' | 'oldest';
  readonly limit: number;
  readonly stepMs: number;
  readonly place: number;
}

const step: fc.Arbitrary<Step> = fc.oneof(
  {
    weight: 5,
    arbitrary: fc.record({
      kind: fc.constant('append' as const),
      records: fc.array(logRecord, { maxLength: 30 }),
    }),
  },
  { weight: 3, arbitrary: fc.constant<Step>({ kind: 'flush' }) },
  { weight: 2, arbitrary: fc.constantFrom<Step>({ kind: 'reopen' }, { kind: 'crash' }) },
);

const timeMs = fc.oneof(
  fc.constantFrom(0, Number.MAX_SAFE_INTEGER, Number.NEGATIVE_INFINITY, Number.POSITIVE_INFINITY),
  fc.integer({ min: -90, max: 90 }).map((minute) => LOGS_START_MS + minute * 60_000),
  fc.integer({ min: -HOUR_MS, max: HOUR_MS }).map((offsetMs) => LOGS_START_MS + offsetMs + 0.1),
);

const question: fc.Arbitrary<Question> = fc.record({
  selection: fc.oneof(
    logFilter.map((filter) => ({ startMs: 0, endMs: Number.MAX_SAFE_INTEGER, filter })),
    fc.record({ startMs: timeMs, endMs: timeMs, filter: logFilter }, { requiredKeys: ['startMs', 'endMs'] }),
  ),
  order: fc.constantFrom('newest' as const, 'oldest' as const),
  limit: fc.integer({ min: 1, max: 12 }),
  stepMs: fc.constantFrom(60_000, HOUR_MS, 7 * 60_000, 1000, 0.5, 1e12),
  place: fc.nat(),
});

/** All pages of a search, without the ids. */
async function pages(store: LogStore, search: Omit<LogSearch, 'after'>): Promise<LogRecord[]> {
  const all: StoredLogRecord[] = [];
  for (let hasMore = true; hasMore;) {
    const page = await store.search({ ...search, after: all.at(-1)?.id });
    expect(page.records.length).toBeLessThanOrEqual(search.limit);
    all.push(...page.records);
    ({ hasMore } = page);
  }
  return all.map(withoutId);
}

function withoutId({ id: _id, ...record }: StoredLogRecord): LogRecord {
  return record;
}

/** The records around the one at some place of a search. */
async function contextAt(store: LogStore, selection: LogSelection, place: number) {
  const { records } = await store.search({ ...selection, limit: 50 });
  if (records.length === 0) return undefined;
  const { id } = records[place % records.length];
  const found = await store.context(id, { before: place % 5, after: place % 4 });
  return (
    found && {
      before: found.before.map(withoutId),
      record: withoutId(found.record),
      after: found.after.map(withoutId),
    }
  );
}

async function ask(store: LogStore, { selection, order, limit, stepMs, place }: Question) {
  return {
    pages: await pages(store, { ...selection, order, limit }),
    counts: await store.counts(selection, stepMs),
    fields: await store.fields(selection, limit),
    context: await contextAt(store, selection, place),
  };
}

it('a log store answers as a plain list of its records would, through blocks and restarts', async () => {
  let kept = 0;
  await fc.assert(
    fc.asyncProperty(
      fc.array(step, { minLength: 6, maxLength: 12 }),
      fc.array(question, { minLength: QUESTIONS, maxLength: QUESTIONS }),
      async (steps, questions) => {
        let options = { folder: temporaryFolder(), clock: new VirtualClock(LOGS_START_MS + 24 * HOUR_MS) };
        const memory = new MemoryLogStore(compileRegexp);
        let store: LocalLogStore = await openLogStore(options);
        onTestFinished(() => store.close());
        for (const each of steps) {
          if (each.kind === 'append') {
            await Promise.all([store.append(each.records), memory.append(each.records)]);
            kept += each.records.length;
          } else if (each.kind === 'flush') await store.flush();
          else {
            const folder = each.kind === 'crash' ? temporaryFolder() : options.folder;
            if (each.kind === 'crash') cpSync(options.folder, folder, { recursive: true });
            await store.close();
            options = { ...options, folder };
            store = await openLogStore(options);
          }
        }
        for (const each of questions) {
          expect({ question: each, ...(await ask(store, each)) }).toEqual({
            question: each,
            ...(await ask(memory, each)),
          });
        }
        expect((await store.stats()).records).toBe((await memory.stats()).records);
        await store.close();
      },
    ),
    { numRuns: RUNS },
  );
  expect(kept).toBeGreaterThan(RUNS * 10);
}, 300_000);
