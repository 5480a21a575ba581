/** Two windows over which the budget burns too fast: the long one says it matters, the short one that it goes on. */
export interface BurnPair {
  readonly severity: 'page' | 'ticket';
  /** Share of the whole budget that burns within the long window. */
  readonly budgetShare: number;
  readonly longMs: number;
  readonly shortMs: number;
}

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
const DAY_MS = 24 * HOUR_MS;

/** The pairs of the Site Reliability Workbook, with a second one for tickets. */
export const BURN_PAIRS: readonly BurnPair[] = [
  { severity: 'page', budgetShare: 0.02, longMs: HOUR_MS, shortMs: 5 * MINUTE_MS },
  { severity: 'page', budgetShare: 0.05, longMs: 6 * HOUR_MS, shortMs: 30 * MINUTE_MS },
  { severity: 'ticket', budgetShare: 0.1, longMs: DAY_MS, shortMs: 2 * HOUR_MS },
  { severity: 'ticket', budgetShare: 0.1, longMs: 3 * DAY_MS, shortMs: 6 * HOUR_MS },
];

/** All windows of the pairs, the shortest first. */
export const BURN_WINDOWS_MS: readonly number[] = [
  ...new Set(BURN_PAIRS.flatMap(({ shortMs, longMs }) => [shortMs, longMs])),
].toSorted((a, b) => a - b);

/**
 * How many times faster than evenly the budget of a period burns. At least 1: what burns slower leaves budget at
 * the end.
 */
export function burnFactor({ budgetShare, longMs }: BurnPair, periodMs: number): number {
  return Math.max(1, exact((budgetShare * periodMs) / longMs));
}

/** A product of decimal fractions without the noise of binary ones. */
export function exact(value: number): number {
  return Number(value.toPrecision(12));
}
