/** Between which values the result of an expression lies; both ends are possible. */
export interface ValueRange {
  readonly min: number;
  readonly max: number;
}

export const ANY_VALUE: ValueRange = { min: -Infinity, max: Infinity };
export const NOT_NEGATIVE: ValueRange = { min: 0, max: Infinity };
export const ZERO_TO_ONE: ValueRange = { min: 0, max: 1 };

/** The one value of a constant. */
export function exactly(value: number): ValueRange {
  return Number.isNaN(value) ? ANY_VALUE : { min: value, max: value };
}

/** Whatever lies in one of two ranges. */
export function hull(a: ValueRange, b: ValueRange): ValueRange {
  return { min: Math.min(a.min, b.min), max: Math.max(a.max, b.max) };
}

/** Whatever lies in both ranges; the first where they have nothing in common. */
export function narrowed(a: ValueRange, b: ValueRange): ValueRange {
  const range = { min: Math.max(a.min, b.min), max: Math.min(a.max, b.max) };
  return range.min <= range.max ? range : a;
}

/** The range of `a op b`, from the ranges of both. */
export function arithmeticRange(op: string, a: ValueRange, b: ValueRange): ValueRange {
  switch (op) {
    case '+':
      return ordered(a.min + b.min, a.max + b.max);
    case '-':
      return ordered(a.min - b.max, a.max - b.min);
    case '*':
      return spanOf(products(a, b));
    case '/':
      return divided(a, b);
    default:
      return ANY_VALUE;
  }
}

function products(a: ValueRange, b: ValueRange): readonly number[] {
  return [a.min * b.min, a.min * b.max, a.max * b.min, a.max * b.max].map((product) =>
    // Zero times infinity: the zero is a value, the infinity only a missing bound.
    Number.isNaN(product) ? 0 : product,
  );
}

function divided(a: ValueRange, b: ValueRange): ValueRange {
  if (b.min > 0 || b.max < 0) return spanOf(products(a, { min: 1 / b.max, max: 1 / b.min }));
  // A divisor that may be zero makes +Inf of any positive number.
  return a.min >= 0 && b.min >= 0 ? NOT_NEGATIVE : ANY_VALUE;
}

function spanOf(values: readonly number[]): ValueRange {
  return ordered(Math.min(...values), Math.max(...values));
}

function ordered(min: number, max: number): ValueRange {
  return { min: Number.isNaN(min) ? -Infinity : min, max: Number.isNaN(max) ? Infinity : max };
}
