import type { Trade } from '../trade.ts';
import { alpha } from './alpha.ts';
import { bravo } from './bravo.ts';
import { charlie } from './charlie.ts';

/** An exchange, by how it tells of trades. */
export interface Venue {
  readonly name: string;
  /** The message by which the exchange tells of a trade. */
  readonly format: (trade: Trade) => string;
  /** Whether a message looks like one of this exchange. */
  readonly isOwn: (message: string) => boolean;
  /** The trade that a message tells of; fields that are missing or no numbers are `NaN` or empty. */
  readonly parse: (message: string) => Trade;
}

/** All exchanges. */
export const VENUES: readonly Venue[] = [alpha, bravo, charlie];
