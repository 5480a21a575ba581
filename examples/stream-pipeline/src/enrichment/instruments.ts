import type { CacheRecorder } from '@telltale/sdk';
import type { Pool } from 'pg';

import type { InstrumentFacts } from '../market/trade.ts';
import type { Redis } from '../stage/connections.ts';

const KEEP = { expiration: { type: 'EX', value: 2 } } as const;

/** Looks instruments up: in the cache, and in the database where the cache has none. */
export function createInstruments(redis: Redis, database: Pool, caches: CacheRecorder) {
  const keyOf = (symbol: string) => `instrument:${symbol}`;
  const cached = caches.wrap('instruments', (symbol: string) => redis.get(keyOf(symbol)));
  return async (symbol: string): Promise<InstrumentFacts | undefined> => {
    const text = await cached(symbol);
    if (text !== null) return JSON.parse(text) as InstrumentFacts;
    const { rows } = await database.query<InstrumentFacts>('select * from instrument_of($1)', [symbol]);
    if (rows.length > 0) await redis.set(keyOf(symbol), JSON.stringify(rows[0]), KEEP);
    return rows.length > 0 ? rows[0] : undefined;
  };
}
