import type { Bar } from '../aggregation/bar.ts';
import { connectStreams, openDatabase } from '../stage/connections.ts';
import { inTransaction } from '../stage/in-transaction.ts';
import { runStage } from '../stage/run-stage.ts';
import type { Entry, Handled } from '../stage/stage.ts';
import { TOPICS } from '../stage/stage.ts';
import { t } from './monitoring.ts';
import { upsertProjections } from './upsert-projections.ts';

const redis = await connectStreams();
const database = openDatabase();
const KEEP_SECONDS = 60;
const keyOf = (symbol: string) => `projection:${symbol}`;
const cached = t.caches.wrap('projections', (symbol: string) => redis.get(keyOf(symbol)));

async function handle(entries: readonly Entry[]): Promise<Handled> {
  // Written by the aggregation.
  const bars = entries.map(({ fields }) => JSON.parse(fields.bar) as Bar);
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
  await redis.set(keyOf(symbol), JSON.stringify(rows), { expiration: { type: 'EX', value: KEEP_SECONDS } });
  return rows;
}

await runStage({
  service: 'projection_service',
  stage: { topic: TOPICS.bars, handle, pages: { '/projections': projectionsOf } },
  redis,
  checks: { database: () => database.query('select 1') },
  telemetry: t,
  errors: t.metrics.projection_service_errors_total,
  healthStatus: t.metrics.projection_service_health_status,
  consumerLag: t.metrics.projection_service_consumer_lag_messages,
});
await database.end();
