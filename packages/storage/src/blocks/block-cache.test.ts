import fc from 'fast-check';
import { bitsOf } from '@telltale/model';
import { describe, expect, it } from 'vitest';
import { arbitraryValues } from '../../test/arbitrary-values.ts';
import { ByteWriter } from '../bytes/byte-writer.ts';
import type { SealedSlab } from '../head/sealed-slab.ts';
import { Block, encodeBlock } from './block.ts';
import { BlockCache } from './block-cache.ts';
import type { BlockRef } from './block-index.ts';

function slabOf(
  rowCount: number,
  columns: readonly { rows: readonly number[]; values: Float64Array }[],
): SealedSlab {
  return {
    slabId: 1,
    dayMs: 0,
    timestamps: Float64Array.from({ length: rowCount }, (_, row) => 1_780_000_000_000 + row * 15_000),
    seriesIds: Uint32Array.from(columns, (_, i) => i),
    counts: Uint16Array.from(columns, ({ rows }) => rows.length),
    rows: Uint8Array.from(columns.flatMap(({ rows }) => rows)),
    values: joined(columns.map(({ values }) => values)),
  };
}

function joined(columns: readonly Float64Array[]): Float64Array<ArrayBuffer> {
  const all = new Float64Array(columns.reduce((sum, { length }) => sum + length, 0));
  let offset = 0;
  for (const column of columns) {
    all.set(column, offset);
    offset += column.length;
  }
  return all;
}

const encode = (slab: SealedSlab): Uint8Array => encodeBlock(slab, new ByteWriter(1), new ByteWriter(1));

const column = arbitraryValues.chain((all) => {
  const values = all.slice(0, 100);
  return fc
    .uniqueArray(fc.nat(99), { minLength: values.length, maxLength: values.length })
    .map((rows) => ({ rows: rows.sort((a, b) => a - b), values }));
});

describe('a block', () => {
  it('gives back every bit of columns that it keeps decoded, whole numbers or not', () => {
    fc.assert(
      fc.property(fc.array(column, { minLength: 1, maxLength: 6 }), (columns) => {
        const block = Block.open(encode(slabOf(100, columns)));
        block!.keep(columns.map((_, i) => i));
        expect(block!.keeps(columns.map((_, i) => i))).toBe(true);
        for (const [i, { values }] of columns.entries()) {
          expect(bitsOf(block!.values(i))).toEqual(bitsOf(values));
          const part = new Float64Array(values.length);
          block!.copySamples(i, 1, values.length - 1, part, 1);
          expect(bitsOf(part.subarray(1))).toEqual(bitsOf(values.slice(1)));
        }
      }),
      { numRuns: 100 },
    );
  });

  it('gives back times, rows and values of every column, in any order of asking', () => {
    fc.assert(
      fc.property(fc.array(column, { minLength: 1, maxLength: 6 }), (columns) => {
        const slab = slabOf(100, columns);
        const block = Block.open(encode(slab));
        expect(block?.timestamps).toEqual(slab.timestamps);
        for (const [i, { rows, values }] of [...columns.entries()].reverse()) {
          const presence = block!.presence(i);
          expect([...(presence.rows ?? rows.map((_, k) => presence.firstRow + k))]).toEqual(rows);
          expect(presence.count).toBe(rows.length);
          expect(bitsOf(block!.values(i))).toEqual(bitsOf(values));
        }
      }),
      { numRuns: 50 },
    );
  });

  it('is not opened when any byte was changed, or when it is cut', () => {
    const bytes = encode(slabOf(3, [{ rows: [0, 1, 2], values: Float64Array.of(1.5, 2, 1e9) }]));
    expect(Block.open(bytes)).toBeDefined();
    for (let i = 0; i < bytes.length; i++) {
      expect(Block.open(bytes.map((byte, k) => (k === i ? byte ^ 4 : byte)))).toBeUndefined();
      expect(Block.open(bytes.subarray(0, i))).toBeUndefined();
    }
  });
});

describe('the block cache', () => {
  const bytes = encode(
    slabOf(100, [
      { rows: Array.from({ length: 100 }, (_, i) => i), values: new Float64Array(100).fill(1.25) },
    ]),
  );
  const refs: BlockRef[] = Array.from({ length: 10 }, (_, id) => ({
    id,
    dayMs: id % 2,
    startMs: 0,
    endMs: 0,
    rosterId: 1,
    samples: 100,
  }));

  /** A cache for about three blocks of which the only column is decoded, and what it loads. */
  function smallCache(): { cache: BlockCache; loaded: number[]; use: (id: number) => void } {
    const loaded: number[] = [];
    const cache = new BlockCache({
      load: ({ id }) => {
        loaded.push(id);
        return bytes;
      },
      onDamaged: () => {},
      maxBytes: 6000,
    });
    const use = (id: number): void => {
      const block = cache.open(refs[id], [0]);
      if (!(block instanceof Block)) throw new Error(block);
      const out = new Float64Array(100);
      block.copySamples(0, 0, 100, out, 0);
      expect(out[99]).toBe(1.25);
      expect(cache.heldBytes).toBeLessThanOrEqual(6000);
    };
    return { cache, loaded, use };
  }

  it('keeps the blocks of a dashboard while a query reads all others', () => {
    const { loaded, use } = smallCache();
    for (let i = 0; i < 4; i++) for (const id of [0, 1]) use(id);
    for (const id of [2, 3, 4, 5, 6, 7, 8, 9]) use(id);
    loaded.length = 0;
    for (const id of [0, 1]) use(id);
    expect(loaded).toEqual([]);
  });

  it('still finds some blocks when more than it holds are read in turns', () => {
    const { loaded, use } = smallCache();
    for (let i = 0; i < 5; i++) for (const { id } of refs) use(id);
    expect(loaded.length).toBeLessThan(5 * refs.length - 5);
  });

  it('takes in what is used now when its old blocks are not used any more', () => {
    const { loaded, use } = smallCache();
    for (let i = 0; i < 100; i++) for (const id of [0, 1, 2]) use(id);
    for (let i = 0; i < 5000; i++) for (const id of [7, 8]) use(id);
    loaded.length = 0;
    for (const id of [7, 8]) use(id);
    expect(loaded).toEqual([]);
  });

  it('forgets the blocks of a day', () => {
    const { cache, loaded, use } = smallCache();
    for (const id of [0, 1]) use(id);
    expect(cache.heldBytes).toBeGreaterThan(1000);
    for (const day of [0, 1]) cache.dropDay(day);
    expect(cache.heldBytes).toBe(0);
    use(0);
    expect(loaded).toEqual([0, 1, 0]);
  });

  it('reports a damaged block once and leaves it out', () => {
    const damaged: number[] = [];
    const cache = new BlockCache({
      load: ({ id }) => (id === 9 ? undefined : bytes.subarray(1)),
      onDamaged: ({ id }) => void damaged.push(id),
    });
    for (const id of [3, 3, 9]) expect(cache.read(refs[id], () => 'read')).toBeUndefined();
    expect(damaged).toEqual([3]);
  });
});
