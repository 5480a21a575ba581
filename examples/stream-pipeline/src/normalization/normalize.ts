import { VENUES } from '../market/dialects/venues.ts';
import type { Trade } from '../market/trade.ts';
import type { QualityRule } from './quality-rules.ts';
import { brokenRule } from './quality-rules.ts';

/** The trade that a message of an exchange tells of, or the rule that it breaks. */
export interface Normalized {
  /** The exchange, `unknown` where none speaks so. */
  readonly venue: string;
  readonly result: Trade | QualityRule;
}

/** Reads the message of any exchange. Never throws: what comes from outside can be anything. */
export function normalize(message: string): Normalized {
  const found = VENUES.find(({ isOwn }) => isOwn(message));
  if (found === undefined) return { venue: 'unknown', result: 'malformed' };
  try {
    const trade = found.parse(message);
    return { venue: found.name, result: brokenRule(trade) ?? trade };
  } catch {
    return { venue: found.name, result: 'malformed' };
  }
}
