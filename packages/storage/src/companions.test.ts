import { cpSync } from 'node:fs';
import { LabelSet } from '@telltale/model';
import { describe, expect, it } from 'vitest';
import { temporaryFolder } from '../test/temporary-folder.ts';
import { openStore } from './open-store.ts';

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
});
