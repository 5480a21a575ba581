import { LabelSet, VirtualClock } from '@telltale/model';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { temporaryFolder } from '../../test/temporary-folder.ts';
import { openStore } from '../open-store.ts';
import { openImporter } from './open-importer.ts';

const MINUTE_MS = 60_000;
const NOW_MS = Date.UTC(2026, 5, 2, 12);

function labels(number: number): LabelSet {
  return LabelSet.of({
    __name__: `m${number % 3}`,
    job: 'shop',
    instance: `host${number % 2}`,
    n: String(number),
  });
}

type Sample = readonly [series: number, timestampMs: number, value: number];

function importSamples(folder: string, samples: readonly Sample[], maxBufferedSamples = 1_000_000) {
  const importer = openImporter({ folder, nowMs: NOW_MS, maxBufferedSamples });
  for (const [series, timestampMs, value] of samples) {
    importer.add(importer.series(labels(series)), timestampMs, value);
  }
  return importer.finish();
}

async function storedIn(folder: string): Promise<Record<string, [number, number][]>> {
  const store = await openStore({ folder, clock: new VirtualClock(NOW_MS) });
  try {
    const series = await store.metrics.select({ matchers: [], startMs: 0, endMs: NOW_MS });
    return Object.fromEntries(
      series.map((columns) => [
        columns.labels.get('n'),
        [...columns.timestamps].map((timestampMs, i): [number, number] => [timestampMs, columns.values[i]]),
      ]),
    );
  } finally {
    await store.close();
  }
}

describe('an import', () => {
  it('stores samples of any order and time, each once, as if they had come in order', async () => {
    const sample = fc.tuple(
      fc.nat(5),
      fc.integer({ min: -3000, max: 0 }).map((minutes) => NOW_MS + minutes * MINUTE_MS),
      fc.oneof(fc.integer(), fc.double({ noNaN: true })),
    );
    const runs = fc.array(sample, { minLength: 1, maxLength: 400 });
    await fc.assert(
      fc.asyncProperty(runs, runs, fc.integer({ min: 1, max: 500 }), async (first, second, maxBuffered) => {
        const folder = temporaryFolder();
        const expected = new Map<number, Map<number, number>>();
        let repeated = 0;
        for (const [series, timestampMs, value] of [...first, ...second]) {
          const known = expected.get(series) ?? new Map<number, number>();
          expected.set(series, known);
          if (known.has(timestampMs)) repeated++;
          else known.set(timestampMs, value);
        }
        const reports = [first, second].map((samples) => importSamples(folder, samples, maxBuffered));
        const counted = reports.reduce((sum, { duplicates, conflicts }) => sum + duplicates + conflicts, 0);
        expect(counted).toBe(repeated);
        const wanted = [...expected].map(([series, samples]) => [
          String(series),
          [...samples].sort(([a], [b]) => a - b),
        ]);
        expect(await storedIn(folder)).toEqual(Object.fromEntries(wanted));
      }),
      { numRuns: 8 },
    );
  });

  it('that is run again stores nothing and says that all was there', () => {
    const folder = temporaryFolder();
    const samples = Array.from({ length: 1000 }, (_, i): Sample => [i % 4, NOW_MS - i * MINUTE_MS, i]);
    expect(importSamples(folder, samples)).toMatchObject({ stored: 1000, duplicates: 0, newSeries: 4 });
    const { diskBytes, ...again } = importSamples(folder, samples);
    expect(again).toMatchObject({ stored: 0, duplicates: 1000, conflicts: 0, newSeries: 0, blocks: 0 });
    expect(diskBytes).toBe(importSamples(folder, samples).diskBytes);
  });

  it('leaves another value at a stored time out and counts it', async () => {
    const folder = temporaryFolder();
    importSamples(folder, [[1, NOW_MS, 1]]);
    expect(importSamples(folder, [[1, NOW_MS, 2]])).toMatchObject({ stored: 0, conflicts: 1 });
    expect(await storedIn(folder)).toEqual({ 1: [[NOW_MS, 1]] });
  });

  it('leaves out what is older than the retention, or no time at all, and counts it', () => {
    const folder = temporaryFolder();
    const importer = openImporter({ folder, nowMs: NOW_MS, retentionMs: MINUTE_MS });
    const series = importer.series(labels(1));
    for (const timestampMs of [NOW_MS - MINUTE_MS - 1, NOW_MS - MINUTE_MS, -1, NaN, 1e15]) {
      importer.add(series, timestampMs, 1);
    }
    expect(importer.finish()).toMatchObject({ stored: 1, tooOld: 1, outOfRange: 3 });
  });

  it('keeps what a stopped store has, in its log and in blocks, and adds what is between', async () => {
    const folder = temporaryFolder();
    const store = await openStore({ folder, clock: new VirtualClock(NOW_MS) });
    const ids = [store.metrics.intern(labels(1))];
    for (const minute of [-20, -10]) {
      const timestampMs = NOW_MS + minute * MINUTE_MS;
      store.metrics.append({ group: 'g', timestampMs, ids, values: Float64Array.of(minute) });
    }
    await store.close();
    const between = [-25, -20, -15, -5].map((minute): Sample => [1, NOW_MS + minute * MINUTE_MS, minute]);
    expect(importSamples(folder, between)).toMatchObject({ stored: 3, duplicates: 1, newSeries: 0 });
    const wanted = [-25, -20, -15, -10, -5].map((minute) => [NOW_MS + minute * MINUTE_MS, minute]);
    expect(await storedIn(folder)).toEqual({ 1: wanted });
  });

  it('of a folder that a store has open is refused', async () => {
    const folder = temporaryFolder();
    const store = await openStore({ folder });
    try {
      expect(() => openImporter({ folder })).toThrow(expect.objectContaining({ code: 'TT_DATA_LOCKED' }));
    } finally {
      await store.close();
    }
  });

  it('puts series that share no times into blocks of their own', async () => {
    const folder = temporaryFolder();
    const samples = Array.from({ length: 500 }, (_, i): Sample => [i % 10, NOW_MS - i * 7919, i]);
    const { blocks } = importSamples(folder, samples);
    expect(blocks).toBe(10);
    expect((await storedIn(folder))['3']).toHaveLength(50);
  });

  it('gives no more series than there may be', () => {
    const importer = openImporter({ folder: temporaryFolder(), maxSeries: 1 });
    importer.series(labels(1));
    expect(importer.series(labels(1))).toBe(importer.series(labels(1)));
    expect(() => importer.series(labels(2))).toThrow(expect.objectContaining({ code: 'TT_SERIES_LIMIT' }));
    importer.close();
  });
});
