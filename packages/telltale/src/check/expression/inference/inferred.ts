import { LabelShape } from './label-shape.ts';
import type { ValueRange } from './value-range.ts';
import { ANY_VALUE } from './value-range.ts';

/** What the numbers of a result mean. */
export type Nature =
  /** A total since the start of the program. */
  | 'counter'
  /** Observations below the bounds of a histogram, since the start. */
  | 'buckets'
  /** A classic histogram or summary asked for by its base name. */
  | 'histogram'
  | 'gauge'
  /** Per second. */
  | 'rate'
  /** Growth within a window. */
  | 'increase'
  | 'quantile'
  /** A part of a whole. */
  | 'share'
  /** How many series there are. */
  | 'count'
  /** 0 or 1. */
  | 'flag'
  | 'unknown';

/** What is known of the result of an expression without looking at data. */
export interface Inferred {
  readonly type: 'scalar' | 'vector' | 'string';
  readonly labels: LabelShape;
  readonly nature: Nature;
  /** Base unit: `seconds`, `bytes`, `ratio`, `percent`, with `/s` for rates; absent where not known. */
  readonly unit?: string;
  /** Where every value lies, NaN apart. */
  readonly range: ValueRange;
  /** Where values lie unless the names of metrics lie: a part is no more than its whole. */
  readonly usual: ValueRange;
  /** Whether values are made by a division, a mean or an interpolation: equal to a number by chance. */
  readonly isMeasured: boolean;
}

/** A vector of which nothing is known. */
export const UNKNOWN_VECTOR: Inferred = {
  type: 'vector',
  labels: LabelShape.any(),
  nature: 'unknown',
  range: ANY_VALUE,
  usual: ANY_VALUE,
  isMeasured: false,
};

/** A result with one range, certain and usual. */
export function withRange(base: Inferred, range: ValueRange): Inferred {
  return { ...base, range, usual: range };
}
