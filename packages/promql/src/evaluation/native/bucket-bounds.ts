import type { NativeHistogram } from '@telltale/model';
import { CUSTOM_BUCKETS_SCHEMA } from '@telltale/model';

/** What the bounds of a histogram's buckets follow from. */
export type BucketScale = Pick<NativeHistogram, 'schema' | 'customValues'>;

/** Whether the bounds of the buckets are listed, and do not follow from a schema. */
export function hasCustomBuckets({ schema }: Pick<BucketScale, 'schema'>): boolean {
  return schema === CUSTOM_BUCKETS_SCHEMA;
}

/**
 * The upper bound of a bucket by its index, by size on the negative side; the lower bound is the
 * upper one of the index before.
 */
export function upperBound({ schema, customValues }: BucketScale, index: number): number {
  if (schema !== CUSTOM_BUCKETS_SCHEMA) return exponentialBound(schema, index);
  if (index < 0) return -Infinity;
  return index < customValues.length ? customValues[index] : Infinity;
}

/** `2 ** (index * 2 ** -schema)`, exact where that is a power of two. */
export function exponentialBound(schema: number, index: number): number {
  const bound = schema <= 0 ? 2 ** (index * 2 ** -schema) : fineBound(schema, index);
  // The bucket of the largest numbers ends there; the one after it holds the infinite ones.
  return bound === Infinity && isLastFinite(schema, index) ? Number.MAX_VALUE : bound;
}

function fineBound(schema: number, index: number): number {
  const perOctave = 2 ** schema;
  const octave = Math.floor(index / perOctave);
  return 2 ** octave * 2 ** ((index - octave * perOctave) / perOctave);
}

function isLastFinite(schema: number, index: number): boolean {
  return index * 2 ** -schema === 1024;
}

/** The index, at a coarser schema, of the bucket that holds all of a bucket. */
export function coarserIndex(index: number, fromSchema: number, toSchema: number): number {
  return ((index - 1) >> (fromSchema - toSchema)) + 1;
}
