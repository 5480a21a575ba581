import { cpSync } from 'node:fs';
import { LabelSet, VirtualClock } from '@telltale/model';
import { describe, expect, it } from 'vitest';
import { grown } from '../test/arbitrary-histograms.ts';
import { cutSlabs } from '../test/cut-slabs.ts';
import { SOUND_HISTOGRAM } from '../test/sound-histogram.ts';
import { temporaryFolder } from '../test/temporary-folder.ts';
import { openStore } from './open-store.ts';
import type { Store } from './store.ts';

const START_MS = Date.UTC(2026, 2, 10);
const ALL = { matchers: [], startMs: 0, endMs: Number.MAX_SAFE_INTEGER };

async function withStore(
  use: (store: Store, clock: VirtualClock, folder: string) => Promise<void>,
): Promise<void> {
  const folder = temporaryFolder();
  const clock = new VirtualClock(START_MS);
  const store = await openStore({ folder, clock, flushIntervalMs: 5 });
  try {
    await use(store, clock, folder);
  } finally {
    await store.close();
  }
}

describe('native histograms', () => {
  it('stay as they are between numbers through head, log and block', () =>
    withStore(async (store, clock, folder) => {
      const ids = [store.metrics.intern(LabelSet.of({ a: 'b' }))];
      for (let row = 0; row < 10; row++) {
        const isNumber = row % 4 === 1;
        store.metrics.append({
          group: 'g',
          timestampMs: START_MS + row,
          ids,
          values: Float64Array.of(isNumber ? row : 0),
          ...(!isNumber && { histograms: [grown(SOUND_HISTOGRAM, row)] }),
        });
      }
      const [inHead] = await store.metrics.select(ALL);
      expect(inHead.histograms?.slice(0, 3)).toEqual([
        grown(SOUND_HISTOGRAM, 0),
        undefined,
        grown(SOUND_HISTOGRAM, 2),
      ]);
      await store.flush();
      const image = temporaryFolder();
      cpSync(folder, image, { recursive: true });
      const fromLog = await openStore({ folder: image, clock });
      expect(await fromLog.metrics.select(ALL)).toEqual([inHead]);
      await fromLog.close();
      await cutSlabs(store, clock);
      expect(await store.metrics.select(ALL)).toEqual([inHead]);
    }));

  it('that no evaluation could use are left out and counted; the store takes the rest of the row', () =>
    withStore(async (store, _, folder) => {
      const names = ['a', 'b', 'c', 'd'];
      const ids = names.map((name) => store.metrics.intern(LabelSet.of({ __name__: name })));
      const tooFine = { ...SOUND_HISTOGRAM, schema: 9 };
      const tooMany = { ...SOUND_HISTOGRAM, negative: [{ start: 0, counts: new Float64Array(200_000) }] };
      const histograms = [tooFine, SOUND_HISTOGRAM, undefined, tooMany];
      const row = { group: 'g', timestampMs: START_MS, ids, values: Float64Array.of(0, 0, 5, 0) };
      const result = store.metrics.append({ ...row, histograms });
      expect(result).toEqual({ accepted: 2, outOfOrder: 2, duplicates: 0 });
      expect(store.stats().refusedSamples.malformed).toBe(2);
      expect(() => store.metrics.append({ ...row, histograms: [] })).toThrow(/4 series but 0 histograms/);
      const inHead = await store.metrics.select(ALL);
      expect(inHead.map(({ labels }) => labels.metricName)).toEqual(['b', 'c']);
      await store.flush();
      const image = temporaryFolder();
      cpSync(folder, image, { recursive: true });
      const fromLog = await openStore({ folder: image, clock: new VirtualClock(START_MS) });
      expect(await fromLog.metrics.select(ALL)).toEqual(inHead);
      await fromLog.close();
    }));

  it('lose what their sender says of counter resets, but stay gauges', () =>
    withStore(async (store) => {
      const ids = [store.metrics.intern(LabelSet.of({ a: 'b' }))];
      const hints = ['reset', 'not_reset', 'unknown', 'gauge'] as const;
      const append = (i: number) =>
        store.metrics.append({
          group: 'g',
          timestampMs: START_MS + i,
          ids,
          values: new Float64Array(1),
          histograms: [{ ...SOUND_HISTOGRAM, counterReset: hints[i] }],
        });
      for (const i of hints.keys()) expect(append(i)).toMatchObject({ accepted: 1 });
      for (const i of hints.keys()) expect(append(i)).toMatchObject({ duplicates: 1 });
      const [{ histograms }] = await store.metrics.select(ALL);
      expect(histograms?.map((histogram) => histogram?.counterReset)).toEqual([
        'unknown',
        'unknown',
        'unknown',
        'gauge',
      ]);
    }));
});
