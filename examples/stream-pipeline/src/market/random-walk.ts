import { VENUES } from './venues.ts';
import type { Venue } from './venues.ts';
import { INSTRUMENTS } from './instruments.ts';
import type { Trade } from './trade.ts';

/** What decides every trade of a walk. */
export interface WalkOptions {
  readonly seed: number;
  /** When the first trade was made, as Unix time. */
  readonly startMs: number;
  readonly tradesPerSecond: number;
}

/** A trade, and where it was made. */
export interface VenueTrade {
  readonly venue: Venue;
  readonly trade: Trade;
}

/** Trades are told of a little out of order: at most this late. */
const MAX_DISORDER_MS = 200;

/** Trades without end, whose prices walk at random; always the same for the same options. */
export function* randomWalk({ seed, startMs, tradesPerSecond }: WalkOptions): Generator<VenueTrade, never> {
  const random = seededRandom(seed);
  const below = (limit: number) => Math.floor(random() * limit);
  const cents = INSTRUMENTS.map(({ startCents }) => startCents);
  for (let number = 0; ; number++) {
    const venue = VENUES[below(VENUES.length)];
    const which = below(INSTRUMENTS.length);
    cents[which] = Math.max(1, cents[which] + below(21) - 10);
    const atMs = startMs + Math.floor((number * 1000) / tradesPerSecond) - below(MAX_DISORDER_MS);
    const { symbol } = INSTRUMENTS[which];
    const size = 10 * (1 + below(50));
    yield { venue, trade: { id: `${venue.name}:${number}`, symbol, cents: cents[which], size, atMs } };
  }
}

/** Mulberry32: numbers from 0 to 1, the same in every run. */
function seededRandom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296;
  };
}
