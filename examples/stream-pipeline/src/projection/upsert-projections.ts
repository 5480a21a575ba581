import type { PoolClient } from 'pg';

import type { Bar } from '../aggregation/bar.ts';

/**
 * Brings the rows of bars' symbols up to date and returns the symbols of those that have changed. A bar that was
 * delivered again is not newer than its row, and changes nothing.
 */
export async function upsertProjections(
  client: PoolClient,
  bars: readonly Bar[],
): Promise<readonly string[]> {
  const changed: string[] = [];
  for (const { symbol, seconds, startMs, highCents, lowCents, closeCents, size } of bars) {
    const { rowCount } = await client.query(
      `insert into projection as p (symbol, seconds, start_ms, high_cents, low_cents, close_cents, size, updates)
       values ($1, $2, $3, $4, $5, $6, $7, 1)
       on conflict (symbol, seconds) do update set start_ms = excluded.start_ms,
         high_cents = greatest(p.high_cents, excluded.high_cents),
         low_cents = least(p.low_cents, excluded.low_cents),
         close_cents = excluded.close_cents, size = p.size + excluded.size, updates = p.updates + 1
       where p.start_ms < excluded.start_ms`,
      [symbol, seconds, startMs, highCents, lowCents, closeCents, size],
    );
    if (rowCount === 1) changed.push(symbol);
  }
  return changed;
}
