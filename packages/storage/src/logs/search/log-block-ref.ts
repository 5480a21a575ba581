/** A block on disk, as the index knows it. */
export interface LogBlockRef {
  readonly dayMs: number;
  readonly id: number;
  readonly startUs: number;
  readonly endUs: number;
  readonly records: number;
}

const NUMBERS_PER_BLOCK = 5;

/** Blocks as numbers, which go to another thread much faster. */
export function packBlockRefs(blocks: readonly LogBlockRef[]): Float64Array {
  const packed = new Float64Array(blocks.length * NUMBERS_PER_BLOCK);
  for (const [i, { dayMs, id, startUs, endUs, records }] of blocks.entries()) {
    packed.set([dayMs, id, startUs, endUs, records], i * NUMBERS_PER_BLOCK);
  }
  return packed;
}

export function unpackBlockRefs(packed: Float64Array): LogBlockRef[] {
  return Array.from({ length: packed.length / NUMBERS_PER_BLOCK }, (_, i) => {
    const [dayMs, id, startUs, endUs, records] = packed.subarray(i * NUMBERS_PER_BLOCK);
    return { dayMs, id, startUs, endUs, records };
  });
}
