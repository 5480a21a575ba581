import type { Pool } from 'pg';

import type { Redis } from '../servers/connect-redis.ts';
import { t } from './monitoring.ts';

/** What is known of an instrument. */
export interface InstrumentFacts {
  readonly name: string;
  readonly currency: string;
}

const KEEP_SECONDS = 2;

/** Looks instruments up: in the cache, and in the database where the cache has none. */
export function createInstruments(redis: Redis, database: Pool) {
  const cached = t.caches.wrap('instruments', (symbol: string) => redis.get(`instrument:${symbol}`));
  return async (symbol: string): Promise<InstrumentFacts | undefined> => {
    const text = await cached(symbol);
    if (text !== null) return JSON.parse(text) as InstrumentFacts;
    const { rows } = await database.query<InstrumentFacts>('select * from instrument_of($1)', [symbol]);
    if (rows.length === 0) return undefined;
    await redis.set(`instrument:${symbol}`, JSON.stringify(rows[0]), {
      expiration: { type: 'EX', value: KEEP_SECONDS },
    });
    return rows[0];
  };
}
