import type { PoolClient } from 'pg';

import { LATENESS_MS } from './bar.ts';

/**
 * Writes the bars of a length that are over. Which ones are written already stands in the same database, so that a
 * bar is written once, whatever happens in between. The result says how many were written.
 */
export async function closeBars(client: PoolClient, seconds: number): Promise<number> {
  const lengthMs = seconds * 1000;
  const { rows } = await client.query<{ from_ms: string; until_ms: string }>(
    `select p.until_ms as from_ms, (t.last_ms - $2) / $3 * $3 as until_ms
     from bars_closed p, (select max(at_ms) as last_ms from trade) t where p.seconds = $1 for update of p`,
    [seconds, LATENESS_MS, lengthMs],
  );
  const { from_ms: fromMs, until_ms: untilMs } = rows[0];
  if (Number(untilMs) <= Number(fromMs)) return 0;
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
