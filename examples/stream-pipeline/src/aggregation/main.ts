import type { EnrichedTrade } from '../market/trade.ts';
import { connectStreams, openDatabase } from '../stage/connections.ts';
import { inTransaction } from '../stage/in-transaction.ts';
import { runStage } from '../stage/run-stage.ts';
import type { Entry, Handled } from '../stage/stage.ts';
import { TOPICS } from '../stage/stage.ts';
import { BAR_LENGTHS } from './bar.ts';
import { closeBars } from './close-bars.ts';
import { t } from './monitoring.ts';
import { storeTrades } from './store-trades.ts';
import { markPublished, unpublishedBars } from './unpublished-bars.ts';

const redis = await connectStreams();
const database = openDatabase();
const lengths = Object.entries(BAR_LENGTHS);

for (const [interval] of lengths) t.metrics.aggregation_service_bars_generated_total.zero({ interval });

async function handle(entries: readonly Entry[]): Promise<Handled> {
  // Written by the enrichment.
  const trades = entries.map(({ fields }) => JSON.parse(fields.trade) as EnrichedTrade);
  const written = await inTransaction(database, async (client) => {
    await storeTrades(client, trades);
    const counts: (readonly [interval: string, count: number])[] = [];
    for (const [interval, seconds] of lengths) counts.push([interval, await closeBars(client, seconds)]);
    return counts;
  });
  for (const [interval, count] of written) {
    t.metrics.aggregation_service_bars_generated_total.inc({ interval }, count);
  }
  const bars = await unpublishedBars(database);
  return {
    messages: bars.map((bar) => ({ topic: TOPICS.bars, fields: { bar: JSON.stringify(bar) } })),
    outcomes: entries.map(() => ({ status: 'success', type: 'trade' })),
    // Killed before this, the program tells of them again, which the projection does not mind.
    whenSent: () => markPublished(database, bars),
  };
}

async function lastBars(symbol: string): Promise<unknown> {
  const query = 'select * from bar where symbol = $1 order by start_ms desc limit 60';
  return (await database.query(query, [symbol])).rows;
}

await runStage({
  service: 'aggregation_service',
  stage: { topic: TOPICS.enriched, handle, pages: { '/bars': lastBars } },
  redis,
  checks: { database: () => database.query('select 1') },
  telemetry: t,
  errors: t.metrics.aggregation_service_errors_total,
  healthStatus: t.metrics.aggregation_service_health_status,
  consumerLag: t.metrics.aggregation_service_consumer_lag_messages,
});
await database.end();
