import { instrument } from '@telltale/sdk';
import { defineMonitoring, pipeline } from '@telltale/sdk/define';

import type { Bar } from '../aggregation/bar.ts';
import { connectRedis, inTransaction, openDatabase } from '../stage/connections.ts';
import type { Handled } from '../stage/handled.ts';
import { runStage } from '../stage/run-stage.ts';
import { HEALTH } from '../stages.ts';
import { upsertProjections } from './upsert-projections.ts';

// Bars become one row for each symbol and length, which people look at.
const service = 'projection_service';
const t = instrument(defineMonitoring({ service, preset: pipeline({ records: service }), health: HEALTH }));

const redis = await connectRedis();
const database = openDatabase();
const keyOf = (symbol: string) => `projection:${symbol}`;
const cached = t.caches.wrap('projections', (symbol: string) => redis.get(keyOf(symbol)));
const KEEP = { expiration: { type: 'EX', value: 60 } } as const;

async function handle(messages: readonly string[]): Promise<Handled> {
  // Written by the aggregation.
  const bars = messages.map((message) => JSON.parse(message) as Bar);
  const changed = await inTransaction(database, (client) => upsertProjections(client, bars));
  t.metrics.projection_service_projections_updated_total.inc(changed.length);
  if (changed.length > 0) await redis.del(changed.map(keyOf));
  return { messages: [], outcomes: bars.map(({ seconds }) => ({ status: 'success', type: `${seconds}s` })) };
}

/** The rows of a symbol: from the cache, or from the table, which the cache then knows. */
async function projectionsOf(symbol: string): Promise<unknown> {
  const text = await cached(symbol);
  if (text !== null) return JSON.parse(text);
  const query = 'select * from projection where symbol = $1 order by seconds';
  const { rows } = await database.query(query, [symbol]);
  if (rows.length === 0) return undefined;
  await redis.set(keyOf(symbol), JSON.stringify(rows), KEEP);
  return rows;
}

await runStage('projection', {
  handle,
  pages: { '/projections': projectionsOf },
  redis,
  database,
  telemetry: t,
  errors: t.metrics.projection_service_errors_total,
  consumerLag: t.metrics.projection_service_consumer_lag_messages,
});
