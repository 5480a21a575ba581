import { exponentOf, fractionOf } from './float-parts.ts';

/** The finest resolution: 256 buckets from a power of two to the next. */
export const MAX_SCHEMA = 8;
/** The coarsest resolution: one bucket for 16 powers of two. */
export const MIN_SCHEMA = -4;

/** Bits behind the point of the numbers that the bounds are computed with. */
const PRECISION = 128n;

/**
 * Bounds of the finest resolution from 0.5 to below 1, each the double nearest to `0.5 * 2 ** (i / 256)`:
 * those that Prometheus has in a table. `Math.pow` is not exact enough for a value that lies on a bound.
 */
function finestBounds(): Float64Array {
  // 2 ** (1 / 256) by taking the square root of two, again and again.
  let root = 2n << PRECISION;
  for (let i = 0; i < MAX_SCHEMA; i++) root = squareRoot(root << PRECISION);
  const bounds = new Float64Array(1 << MAX_SCHEMA);
  let bound = 1n << (PRECISION - 1n);
  for (let i = 0; i < bounds.length; i++) {
    bounds[i] = toDouble(bound);
    bound = (bound * root) >> PRECISION;
  }
  return bounds;
}

function squareRoot(value: bigint): bigint {
  let root = 1n << BigInt((value.toString(2).length + 1) >> 1);
  for (;;) {
    const better = (root + value / root) >> 1n;
    if (better >= root) return root;
    root = better;
  }
}

/** The nearest double of a number from 0.5 to below 1 with 128 bits behind the point. */
function toDouble(value: bigint): number {
  const dropped = PRECISION - 53n;
  return Number((value + (1n << (dropped - 1n))) >> dropped) / 2 ** 53;
}

const FINEST = finestBounds();

/** The upper bound of a bucket of positive values: `2 ** (index * 2 ** -schema)`, exactly as Prometheus has it. */
export function boundOf(index: number, schema: number): number {
  if (schema <= 0) return 2 ** (index * 2 ** -schema);
  const perPower = 1 << schema;
  const within = index & (perPower - 1);
  const power = (index - within) / perPower;
  return FINEST[within << (MAX_SCHEMA - schema)] * 2 * 2 ** power;
}

/** The bucket of a positive finite value: above the bound before, up to and with its own. */
export function bucketOf(value: number, schema: number): number {
  const exponent = exponentOf(value);
  const fraction = fractionOf(value);
  if (schema <= 0) {
    const power = fraction === 0.5 ? exponent - 1 : exponent;
    return (power + (1 << -schema) - 1) >> -schema;
  }
  return firstAtLeast(fraction, schema) + (exponent - 1) * (1 << schema);
}

/** The first bound of a power of two that a fraction does not exceed; their number where it exceeds all. */
function firstAtLeast(fraction: number, schema: number): number {
  const shift = MAX_SCHEMA - schema;
  let low = 0;
  let high = 1 << schema;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (fraction <= FINEST[middle << shift]) high = middle;
    else low = middle + 1;
  }
  return low;
}

/** The coarsest resolution in which each bound is at most `factor` times the one before. */
export function schemaOf(factor: number): number {
  if (!(factor > 1)) return MAX_SCHEMA;
  const schema = -Math.floor(Math.log2(Math.log2(factor)));
  return Math.min(MAX_SCHEMA, Math.max(MIN_SCHEMA, schema));
}
