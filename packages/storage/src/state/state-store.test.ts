import { cpSync } from 'node:fs';
import type { JsonValue } from '@telltale/model';
import { createMemoryState } from '@telltale/model';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { temporaryFolder } from '../../test/temporary-folder.ts';
import { openStore } from '../open-store.ts';
import type { Store } from '../store.ts';

async function withStore(use: (store: Store, folder: string) => Promise<void>): Promise<void> {
  const folder = temporaryFolder();
  const store = await openStore({ folder });
  try {
    await use(store, folder);
  } finally {
    await store.close();
  }
}

const json: fc.Arbitrary<JsonValue> = fc
  .jsonValue({ noUnicodeString: false })
  .map((value) => JSON.parse(JSON.stringify(value)));

describe('journals', () => {
  it('number their entries, keep them apart by name and give the newest first', () =>
    withStore(async ({ state }) => {
      const alerts = state.journal<string>('alerts');
      const other = state.journal<number>('__proto__');
      await other.append(1, 5);
      for (const [i, text] of ['a', 'b', 'c'].entries()) {
        expect(await alerts.append(text, 100 + i)).toEqual({ sequence: i + 1, timeMs: 100 + i, value: text });
      }
      expect((await alerts.read()).map(({ value }) => value)).toEqual(['c', 'b', 'a']);
      expect((await alerts.read({ limit: 1, beforeSequence: 3 })).map(({ value }) => value)).toEqual(['b']);
      expect(await other.read()).toEqual([{ sequence: 1, timeMs: 5, value: 1 }]);
    }));

  it('give entries that were appended at once different sequences', () =>
    withStore(async ({ state }) => {
      const journal = state.journal<number>('j');
      const entries = await Promise.all(Array.from({ length: 50 }, (_, i) => journal.append(i, i)));
      expect(entries.map(({ sequence }) => sequence)).toEqual(Array.from({ length: 50 }, (_, i) => i + 1));
    }));

  it('are bounded in number and in age, as their owner says; sequences go on', () =>
    withStore(async ({ state }) => {
      const few = state.journal<number>('few', { maxEntries: 10 });
      const recent = state.journal<number>('recent', { maxAgeMs: 100 });
      const all = state.journal<number>('all');
      const appended = [few, recent, all].flatMap((journal) =>
        Array.from({ length: 130 }, (_, i) => journal.append(i, i * 10)),
      );
      await Promise.all(appended);
      const counts = await Promise.all(
        [few, recent, all].map(async (of) => (await of.read({ limit: 1000 })).length),
      );
      expect(counts).toEqual([12, 13, 130]);
      expect(await few.append(1, 1)).toMatchObject({ sequence: 131 });
    }));

  it('are on disk when append resolves, without flush or close', () =>
    withStore(async ({ state }, folder) => {
      await state.journal('j').append({ __proto__: null, text: '\ud800' }, 1);
      await state.documents('d').put('key', [1, 'two']);
      const image = temporaryFolder();
      cpSync(folder, image, { recursive: true });
      const copy = await openStore({ folder: image });
      expect(await copy.state.journal('j').read()).toMatchObject([
        { sequence: 1, value: { text: '\ud800' } },
      ]);
      expect(await copy.state.documents('d').get('key')).toEqual([1, 'two']);
      await copy.close();
    }));
});

describe('documents', () => {
  it('behave as those in memory, for any names, keys and values', async () => {
    const key = fc.oneof(fc.string({ unit: 'binary' }), fc.constantFrom('__proto__', '', '\0', '\ud800'));
    const change = fc.record({ name: key, key, value: fc.option(json) });
    await withStore(async ({ state }) => {
      const memory = createMemoryState();
      await fc.assert(
        fc.asyncProperty(fc.array(change, { maxLength: 5 }), async (changes) => {
          for (const { name, key, value } of changes) {
            for (const documents of [state.documents(name), memory.documents(name)]) {
              await (value === null ? documents.delete(key) : documents.put(key, value));
            }
            expect(await state.documents(name).get(key)).toEqual(await memory.documents(name).get(key));
            expect(await state.documents(name).entries()).toEqual(await memory.documents(name).entries());
          }
        }),
        { numRuns: 40 },
      );
    });
  });
});
