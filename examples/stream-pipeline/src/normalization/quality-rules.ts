import type { Trade } from '../market/trade.ts';

/** Clocks of exchanges may be ahead of ours by so much. */
const MAX_AHEAD_MS = 5000;

/** What a trade must be, by the name of the rule that it breaks otherwise. */
const RULES = {
  malformed: ({ id, symbol, cents, size, atMs }: Trade) =>
    /^\w+:\d+$/.test(id) && /^[A-Z]+-[A-Z]{3}$/.test(symbol) && ![cents, size, atMs].some(Number.isNaN),
  price_not_positive: ({ cents }: Trade) => cents > 0,
  price_not_whole: ({ cents }: Trade) => Number.isSafeInteger(cents),
  size_not_positive: ({ size }: Trade) => size > 0 && Number.isSafeInteger(size),
  time_in_future: ({ atMs }: Trade) => atMs < Date.now() + MAX_AHEAD_MS,
} as const;

/** A rule of data quality. */
export type QualityRule = keyof typeof RULES;

/** All rules, in the order in which they are looked at. */
export const QUALITY_RULES = Object.keys(RULES) as readonly QualityRule[];

/** The first rule that a trade breaks. */
export function brokenRule(trade: Trade): QualityRule | undefined {
  return QUALITY_RULES.find((rule) => !RULES[rule](trade));
}
