import type { PoolClient } from 'pg';

import type { EnrichedTrade } from '../market/trade.ts';

/** Stores trades; those that are there already were delivered again, and change nothing. */
export async function storeTrades(client: PoolClient, trades: readonly EnrichedTrade[]): Promise<void> {
  await client.query(
    `insert into trade (id, symbol, cents, size, at_ms)
     select * from unnest($1::text[], $2::text[], $3::bigint[], $4::bigint[], $5::bigint[])
     on conflict (id) do nothing`,
    [
      trades.map(({ id }) => id),
      trades.map(({ symbol }) => symbol),
      trades.map(({ cents }) => cents),
      trades.map(({ size }) => size),
      trades.map(({ atMs }) => atMs),
    ],
  );
}
