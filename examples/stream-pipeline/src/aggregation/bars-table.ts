import type { Pool, PoolClient } from 'pg';

import type { Trade } from '../market/trade.ts';
import type { Bar } from './bar.ts';
import { LATENESS_MS } from './bar.ts';

/** Stores trades; those that are there already were delivered again, and change nothing. */
export async function storeTrades(client: PoolClient, trades: readonly Trade[]): Promise<void> {
  await client.query(
    `insert into trade (id, symbol, cents, size, at_ms)
     select id, symbol, cents, size, "atMs"
     from json_to_recordset($1) as given (id text, symbol text, cents bigint, size bigint, "atMs" bigint)
     on conflict (id) do nothing`,
    [JSON.stringify(trades)],
  );
}

/**
 * Writes the bars of a length that are over. Which ones are written already stands in the same database, so that a
 * bar is written once, whatever happens in between. The result says how many were written.
 */
export async function closeBars(client: PoolClient, seconds: number): Promise<number> {
  const lengthMs = seconds * 1000;
  const { rows } = await client.query<{ fromMs: number; untilMs: number }>(
    `select p.until_ms as "fromMs", (t.last_ms - $2) / $3 * $3 as "untilMs"
     from bars_closed p, (select max(at_ms) as last_ms from trade) t where p.seconds = $1 for update of p`,
    [seconds, LATENESS_MS, lengthMs],
  );
  const [{ fromMs, untilMs }] = rows;
  if (untilMs <= fromMs) return 0;
  const { rowCount } = await client.query(
    `insert into bar (symbol, seconds, start_ms, open_cents, high_cents, low_cents, close_cents, size, trades)
     select symbol, $1, at_ms / $4 * $4,
       (array_agg(cents order by at_ms, id collate "C"))[1], max(cents), min(cents),
       (array_agg(cents order by at_ms desc, id collate "C" desc))[1], sum(size), count(*)
     from trade where at_ms >= $2 and at_ms < $3 group by symbol, at_ms / $4 * $4`,
    [seconds, fromMs, untilMs, lengthMs],
  );
  await client.query('update bars_closed set until_ms = $2 where seconds = $1', [seconds, untilMs]);
  return rowCount ?? 0;
}

/** The bars that the next stage has not been told of for certain, the oldest first. */
export async function unpublishedBars(database: Pool): Promise<readonly Bar[]> {
  const { rows } = await database.query<Bar>(
    `select symbol, seconds, start_ms as "startMs", open_cents as "openCents", high_cents as "highCents",
       low_cents as "lowCents", close_cents as "closeCents", size, trades
     from bar where not published order by start_ms, seconds, symbol`,
  );
  return rows;
}

/** Notes that the next stage has been told of all bars: since they were read, none was written. */
export async function markPublished(database: Pool): Promise<void> {
  await database.query('update bar set published = true where not published');
}
