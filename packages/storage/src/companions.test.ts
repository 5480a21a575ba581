import { cpSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { LabelSet, VirtualClock } from '@telltale/model';
import { describe, expect, it } from 'vitest';
import { temporaryFolder } from '../test/temporary-folder.ts';
import { openStore } from './open-store.ts';

const START_MS = Date.UTC(2026, 2, 10);
const ALL = { matchers: [], startMs: 0, endMs: Number.MAX_SAFE_INTEGER };

describe('what is kept beside samples', () => {
  it('survives a crash once it was flushed: exemplars with any value, metadata of any name', async () => {
    const folder = temporaryFolder();
    const store = await openStore({ folder });
    const id = store.metrics.intern(LabelSet.of({ __name__: 'requests' }));
    const row = { group: 'g', timestampMs: Date.now(), ids: [id], values: Float64Array.of(1) };
    store.metrics.append(row);
    for (const [i, value] of [1.5, NaN, -Infinity].entries()) {
      store.exemplars.appendExemplar(id, {
        labels: LabelSet.of({ __proto__x: '\ud800' }),
        value,
        timestampMs: i,
      });
    }
    for (const name of ['__proto__', '\ud800', 'requests']) {
      store.metadata.set(name, { type: 'counter', help: `of ${name}`, unit: '' });
    }
    store.metadata.set('requests', { type: 'gauge', help: 'changed', unit: 's' });
    const before = [await store.exemplars.exemplars(ALL), new Map(store.metadata.get())];
    await store.flush();
    const image = temporaryFolder();
    cpSync(folder, image, { recursive: true });
    const copy = await openStore({ folder: image });
    expect([await copy.exemplars.exemplars(ALL), copy.metadata.get()]).toEqual(before);
    expect(copy.stats().exemplars).toBe(3);
    await copy.close();
    await store.close();
    const again = await openStore({ folder, maxExemplars: 2 });
    expect((await again.exemplars.exemplars(ALL))[0].exemplars.map(({ value }) => value)).toEqual([
      NaN,
      -Infinity,
    ]);
    await again.close();
  });

  it('is not given to a new series that gets the id of one whose samples are gone', async () => {
    const options = { folder: temporaryFolder(), clock: new VirtualClock(START_MS) };
    const name = async (name: string, hasSample: boolean): Promise<void> => {
      const store = await openStore(options);
      const id = store.metrics.intern(LabelSet.of({ __name__: name }));
      const exemplar = { labels: LabelSet.of({ trace: name }), value: 1, timestampMs: START_MS };
      if (hasSample) {
        store.metrics.append({ group: 'g', timestampMs: START_MS, ids: [id], values: new Float64Array(1) });
      } else {
        expect(store.exemplars.appendExemplar(id + 1, exemplar)).toBe(false);
        expect(store.exemplars.appendExemplar(id, exemplar)).toBe(true);
      }
      await store.close();
    };
    await name('without samples', false);
    await (await openStore(options)).close();
    rmSync(join(options.folder, 'wal'), { recursive: true });
    await name('new', true);
    const store = await openStore(options);
    expect(await store.exemplars.exemplars(ALL)).toEqual([]);
    await store.close();
  });
});
