/**
 * Sets of upper bounds in seconds, by what they are for: `default` from an answer out of memory to a request
 * that people give up on, `fine` with more steps in between, `coarse` and `wide` as many services have them.
 */
export const HTTP_BUCKETS = {
  default: [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10],
  fine: [0.005, 0.01, 0.025, 0.05, 0.075, 0.1, 0.25, 0.5, 1, 2.5, 5, 7.5, 10],
  coarse: [0.1, 0.5, 1, 2, 5],
  wide: [0.1, 0.3, 0.5, 0.7, 1, 3, 5, 7, 10],
} as const;

/** Bounds, or the name of a set of them. */
export type HttpBuckets = readonly number[] | keyof typeof HTTP_BUCKETS;

type BoundsOf<Buckets extends HttpBuckets> = Buckets extends keyof typeof HTTP_BUCKETS
  ? (typeof HTTP_BUCKETS)[Buckets]
  : Buckets;

/** One of the bounds, for the compiler. */
export type HttpEdge<Buckets extends HttpBuckets> =
  BoundsOf<Buckets> extends readonly (infer Edge extends number)[] ? Edge : number;
