import type { Trade } from '../market/trade.ts';
import { VENUES } from '../market/venues.ts';
import type { QualityRule } from './quality-rules.ts';
import { brokenRule } from './quality-rules.ts';

/** The trade that a message of an exchange tells of, or the rule that it breaks. */
export interface Normalized {
  /** The exchange, `unknown` where none speaks so. */
  readonly venue: string;
  readonly trade?: Trade;
  readonly broken?: QualityRule;
}

/** Reads the message of any exchange. Never throws: what comes from outside can be anything. */
export function normalize(message: string): Normalized {
  const found = VENUES.find(({ isOwn }) => isOwn(message));
  if (found === undefined) return { venue: 'unknown', broken: 'malformed' };
  const venue = found.name;
  try {
    const trade = found.parse(message);
    const broken = brokenRule(trade);
    return broken ? { venue, broken } : { venue, trade };
  } catch {
    return { venue, broken: 'malformed' };
  }
}
