import type { Pool } from 'pg';

import type { Bar } from './bar.ts';

/** The bars that the next stage has not been told of for certain, the oldest first. */
export async function unpublishedBars(database: Pool): Promise<readonly Bar[]> {
  const { rows } = await database.query<Record<keyof Bar, string>>(
    `select symbol, seconds, start_ms as "startMs", open_cents as "openCents", high_cents as "highCents",
       low_cents as "lowCents", close_cents as "closeCents", size, trades
     from bar where not published order by start_ms, seconds, symbol`,
  );
  return rows.map(({ symbol, ...numbers }) => ({
    // PostgreSQL's bigint comes as text.
    ...(Object.fromEntries(Object.entries(numbers).map(([name, text]) => [name, Number(text)])) as Omit<
      Bar,
      'symbol'
    >),
    symbol,
  }));
}

/** Notes that the next stage has been told of bars. */
export async function markPublished(database: Pool, bars: readonly Bar[]): Promise<void> {
  await database.query(
    `update bar set published = true from unnest($1::text[], $2::int[], $3::bigint[]) as told (symbol, seconds, start_ms)
     where bar.symbol = told.symbol and bar.seconds = told.seconds and bar.start_ms = told.start_ms`,
    [
      bars.map(({ symbol }) => symbol),
      bars.map(({ seconds }) => seconds),
      bars.map(({ startMs }) => startMs),
    ],
  );
}
