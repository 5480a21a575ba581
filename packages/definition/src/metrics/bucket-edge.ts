import type { Threshold } from './threshold.ts';

/** `x` digits after the point with zeros behind them, or `any` where there are more than three. */
type Thousandths<Fraction extends string> =
  Fraction extends `${infer _A}${infer _B}${infer _C}${infer _D}${infer _Rest}`
    ? 'any'
    : `${Fraction}000` extends `${infer A}${infer B}${infer C}${infer _Zeros}`
      ? `${A}${B}${C}`
      : never;

type WithoutZeros<Digits extends string> = Digits extends `0${infer Rest}`
  ? Rest extends ''
    ? '0'
    : WithoutZeros<Rest>
  : Digits;

type TimesThousand<Text extends string> = Text extends `${infer Whole}.${infer Fraction}`
  ? WithoutZeros<`${Whole}${Thousandths<Fraction>}`>
  : `${Text}000`;

/** An edge in seconds as milliseconds; any number where it has parts of a millisecond. */
type Milliseconds<Edge extends number> = Edge extends number
  ? TimesThousand<`${Edge}`> extends `${infer Ms extends number}`
    ? Ms
    : number
  : never;

/** Whether nothing is known of the bounds, or there are none but those of a native histogram. */
type IsUnknown<Edge extends number> = number extends Edge ? true : [Edge] extends [never] ? true : false;

/**
 * One of the bounds of a histogram's buckets, in words of its unit. A histogram cannot tell how many observations
 * are above anything else. Where the bounds are not literal types, any threshold, which is checked when the
 * definition is resolved.
 */
export type BucketEdge<Edge extends number, UnitName extends string> =
  true extends IsUnknown<Edge>
    ? Threshold<UnitName>
    : | Edge
      | (UnitName extends 'seconds'
          ? { readonly ms: Milliseconds<Edge> } | { readonly s: Edge } | { readonly minutes: number }
          : Exclude<Threshold<UnitName>, number>);
