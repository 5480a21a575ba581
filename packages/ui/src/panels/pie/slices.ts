import type { LatestValue } from '../latest/latest-values.ts';

/** A part of the whole. */
export interface Slice {
  readonly name: string;
  readonly value: number;
  /** From 0 to 1. */
  readonly share: number;
  /** Where it begins, going round once from 0 to 1. */
  readonly from: number;
}

/** Slices that can be told apart; the smaller ones are one more. */
const MAX_SLICES = 7;

/** Name of the slice of all the others. */
export const OTHERS = 'others';

/** The parts of a sum, the largest first. What is nothing, or less, is no part. */
export function slicesOf(values: readonly LatestValue[]): readonly Slice[] {
  const parts = values
    .flatMap(({ name, value }) =>
      value !== null && value > 0 && Number.isFinite(value) ? [{ name, value }] : [],
    )
    .toSorted((a, b) => b.value - a.value);
  const rest = parts.slice(MAX_SLICES);
  const shown = rest.length > 1 ? [...parts.slice(0, MAX_SLICES), { name: OTHERS, value: sum(rest) }] : parts;
  const whole = sum(shown);
  let from = 0;
  return shown.map(({ name, value }) => {
    const slice = { name, value, share: value / whole, from };
    from += slice.share;
    return slice;
  });
}

/** A ring segment around the middle of a box of 100 × 100. */
export function segmentPath({ from, share }: Slice, outer = 48, inner = 30): string {
  // A whole round has no arc: its ends would be one point.
  const to = from + Math.min(share, 0.9999);
  const large = share > 0.5 ? 1 : 0;
  const arc = (radius: number, at: number, direction: 0 | 1) =>
    `A${radius} ${radius} 0 ${large} ${direction} ${point(at, radius)}`;
  return `M${point(from, outer)}${arc(outer, to, 1)}L${point(to, inner)}${arc(inner, from, 0)}Z`;
}

function point(turn: number, radius: number): string {
  const radians = (turn - 0.25) * 2 * Math.PI;
  return `${(50 + radius * Math.cos(radians)).toFixed(2)} ${(50 + radius * Math.sin(radians)).toFixed(2)}`;
}

function sum(parts: readonly { readonly value: number }[]): number {
  return parts.reduce((total, { value }) => total + value, 0);
}
