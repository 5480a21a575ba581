import { LabelSet, bitsOf, isStaleAt, writeStaleAt } from '@telltale/model';
import type { SelectRequest } from '@telltale/model';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { arbitraryValues } from '../../test/arbitrary-values.ts';
import { BlockCache } from '../blocks/block-cache.ts';
import { encodeBlock } from '../blocks/block.ts';
import { ByteWriter } from '../bytes/byte-writer.ts';
import type { LabelledPlan } from './read-planner.ts';
import type { BlockRead } from './read-plan.ts';
import { SeriesReader } from './series-reader.ts';

const ALL: SelectRequest = { matchers: [], startMs: 0, endMs: 1000 };

/** A block with the same rows for all its columns. */
function blockOf(startMs: number, columns: readonly Float64Array[]): Uint8Array {
  const rowCount = columns[0].length;
  const values = new Float64Array(rowCount * columns.length);
  columns.forEach((column, i) => values.set(column, i * rowCount));
  return encodeBlock(
    {
      slabId: 1,
      dayMs: 0,
      timestamps: Float64Array.from({ length: rowCount }, (_, row) => startMs + row),
      seriesIds: Uint32Array.from(columns, (_, i) => i),
      counts: Uint16Array.from(columns, () => rowCount),
      rows: Uint8Array.from({ length: rowCount * columns.length }, (_, i) => i % rowCount),
      values,
    },
    new ByteWriter(1),
    new ByteWriter(1),
  );
}

/** The plan of an answer that has the columns of some blocks. */
function planOf(blocks: readonly BlockRead[], columns: number): LabelledPlan {
  const numbers = Array.from({ length: columns }, (_, i) => i);
  return {
    labels: numbers.map((i) => LabelSet.of({ i: String(i) })),
    plan: {
      ids: Uint32Array.from(numbers),
      rosters: [{ dayMs: 0, blocks, columns: Uint16Array.from(numbers), slots: Uint32Array.from(numbers) }],
      head: [],
    },
  };
}

/** A reader whose planner gives these plans, one after the other, and then the last one. */
function readerOf(stored: ReadonlyMap<number, Uint8Array>, plans: readonly LabelledPlan[]): SeriesReader {
  const left = [...plans];
  const plan = async (): Promise<LabelledPlan> => (left.length > 1 ? left.shift() : undefined) ?? left[0];
  const cache = new BlockCache({ load: ({ id }) => stored.get(id), onDamaged: () => {} });
  return new SeriesReader({ plan, find: async () => [] }, cache);
}

it('a block that was deleted since it was planned has the read planned anew', async () => {
  const stored = new Map([[2, blockOf(10, [Float64Array.of(1, 2)])]]);
  const [gone, there] = [1, 2].map((id) => ({ id, startMs: id === 1 ? 0 : 10, endMs: id === 1 ? 1 : 11 }));
  const reader = readerOf(stored, [planOf([gone, there], 1), planOf([there], 1)]);
  const [series] = await reader.select(ALL);
  expect(series.timestamps).toEqual(Float64Array.of(10, 11));
  await expect(readerOf(stored, [planOf([gone, there], 1)]).select(ALL)).rejects.toMatchObject({
    code: 'TT_QUERY_EXECUTION',
  });
});

it('a block that got the number of a deleted one is not taken for it', async () => {
  const stored = new Map([[1, blockOf(0, [Float64Array.of(1, 2)])]]);
  const plans = [
    planOf([{ id: 1, startMs: 0, endMs: 1 }], 1),
    planOf([{ id: 1, startMs: 10, endMs: 12 }], 1),
  ];
  const reader = readerOf(stored, plans);
  expect((await reader.select(ALL))[0].values).toEqual(Float64Array.of(1, 2));
  stored.set(1, blockOf(10, [Float64Array.of(3, 4, 5)]));
  expect((await reader.select(ALL))[0].values).toEqual(Float64Array.of(3, 4, 5));
});

it('a read that needs times only has every time and staleness marker, and shares zeros for the rest', async () => {
  const columns = fc.array(
    arbitraryValues.map((values) => Float64Array.from({ length: 20 }, (_, i) => values[i % values.length])),
    { minLength: 1, maxLength: 5 },
  );
  await fc.assert(
    fc.asyncProperty(columns, fc.array(fc.nat(19)), async (values, stale) => {
      for (const row of stale) writeStaleAt(bitsOf(values[0]), row);
      const stored = new Map([[1, blockOf(0, values)]]);
      const reader = readerOf(stored, [planOf([{ id: 1, startMs: 0, endMs: 19 }], values.length)]);
      const request: SelectRequest = { ...ALL, startMs: 3, endMs: 16 };
      const whole = await reader.select(request);
      const times = await reader.select({ ...request, needs: 'times' });
      const staleness = (column: Float64Array) => Array.from(column, (_, i) => isStaleAt(bitsOf(column), i));
      expect(times.map(({ timestamps }) => timestamps)).toEqual(whole.map(({ timestamps }) => timestamps));
      expect(times.map((series) => staleness(series.values))).toEqual(
        whole.map((series) => staleness(series.values)),
      );
    }),
    { numRuns: 100 },
  );
  const plain = [Float64Array.of(1, 2), Float64Array.of(0.5, 9)];
  const reader = readerOf(new Map([[1, blockOf(0, plain)]]), [planOf([{ id: 1, startMs: 0, endMs: 1 }], 2)]);
  const [a, b] = await reader.select({ ...ALL, needs: 'times' });
  expect(a.values).toBe(b.values);
});

it('a scan reads what a selection reads, through one column, as often as is wanted', async () => {
  const columns = fc.array(
    arbitraryValues.map((values) => Float64Array.from({ length: 20 }, (_, i) => values[i % values.length])),
    { minLength: 1, maxLength: 5 },
  );
  await fc.assert(
    fc.asyncProperty(columns, async (values) => {
      const stored = new Map([[1, blockOf(0, values)]]);
      const reader = readerOf(stored, [planOf([{ id: 1, startMs: 0, endMs: 19 }], values.length)]);
      const request: SelectRequest = { ...ALL, startMs: 3, endMs: 16 };
      const scan = await reader.scan(request);
      const selected = await reader.select(request);
      expect(scan).toMatchObject({ size: values.length, samples: values.length * 14 });
      for (let reading = 0; reading < 2; reading++) {
        const read = Array.from(scan, (series) => ({ ...series, values: series.values.slice() }));
        expect(read).toEqual(selected);
      }
      expect(new Set(Array.from(scan, (series) => series.values.buffer)).size).toBe(1);
    }),
    { numRuns: 50 },
  );
});

it('a scan under way reads on when its blocks are deleted', async () => {
  const stored = new Map([[1, blockOf(0, [Float64Array.of(1, 2), Float64Array.of(3, 4)])]]);
  const reader = readerOf(stored, [planOf([{ id: 1, startMs: 0, endMs: 1 }], 2)]);
  const scan = await reader.scan(ALL);
  const sums: number[] = [];
  for (const { values } of scan) {
    stored.clear();
    sums.push(values[0] + values[1]);
  }
  expect(sums).toEqual([3, 7]);
});
