import { exponentOf, fractionOf } from './float-parts.ts';

/** The finest resolution: 256 buckets from a power of two to the next. */
export const MAX_SCHEMA = 8;
/** The coarsest resolution: one bucket for 16 powers of two. */
export const MIN_SCHEMA = -4;

/**
 * The double below the square root of two. Prometheus made its table of bounds with a root that was this
 * much off; the other roots are exact.
 */
const ROOT_OF_TWO = Math.SQRT2 - Number.EPSILON;

/**
 * Bounds of the finest resolution from 0.5 to below 1, to the last bit those of Prometheus' table: each
 * resolution puts one bound behind each bound of the resolution before.
 */
function finestBounds(): Float64Array {
  let bounds = [0.5];
  let root = 2;
  for (let schema = 1; schema <= MAX_SCHEMA; schema++) {
    root = Math.sqrt(root);
    const factor = schema === 1 ? ROOT_OF_TWO : root;
    bounds = bounds.flatMap((bound) => [bound, bound * factor]);
  }
  return Float64Array.from(bounds);
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
  const schema = 0 - Math.floor(Math.log2(Math.log2(factor)));
  return Math.min(MAX_SCHEMA, Math.max(MIN_SCHEMA, schema));
}
