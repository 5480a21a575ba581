import { instrument } from '@telltale/sdk';
import { defineMonitoring, pipeline } from '@telltale/sdk/define';

import type { EnrichedTrade } from '../market/trade.ts';
import { connectRedis, inTransaction, openDatabase } from '../stage/connections.ts';
import type { Handled } from '../stage/handled.ts';
import { runStage } from '../stage/run-stage.ts';
import { HEALTH } from '../stages.ts';
import { BAR_LENGTHS } from './bar.ts';
import { closeBars, markPublished, storeTrades, unpublishedBars } from './bars-table.ts';

// Trades become bars of a second and of a minute.
const service = 'aggregation_service';
const t = instrument(defineMonitoring({ service, preset: pipeline({ records: service }), health: HEALTH }));
const generated = t.metrics.aggregation_service_bars_generated_total;

const database = openDatabase();
const lengths = Object.entries(BAR_LENGTHS);
for (const [interval] of lengths) generated.zero({ interval });

async function handle(messages: readonly string[]): Promise<Handled> {
  // Written by the enrichment.
  const trades = messages.map((message) => JSON.parse(message) as EnrichedTrade);
  const written = await inTransaction(database, async (client) => {
    await storeTrades(client, trades);
    const counts: (readonly [interval: string, count: number])[] = [];
    for (const [interval, seconds] of lengths) counts.push([interval, await closeBars(client, seconds)]);
    return counts;
  });
  for (const [interval, count] of written) generated.inc({ interval }, count);
  const bars = await unpublishedBars(database);
  return {
    messages: bars.map((bar) => ({ topic: 'bars', message: JSON.stringify(bar) })),
    outcomes: trades.map(() => ({ status: 'success', type: 'trade' })),
    // Killed before this, the program tells of them again, which the projection does not mind.
    ...(bars.length > 0 && { whenSent: () => markPublished(database) }),
  };
}

async function lastBars(symbol: string): Promise<unknown> {
  const query = 'select * from bar where symbol = $1 order by start_ms desc limit 60';
  return (await database.query(query, [symbol])).rows;
}

await runStage('aggregation', {
  handle,
  pages: { '/bars': lastBars },
  redis: await connectRedis(),
  database,
  telemetry: t,
  errors: t.metrics.aggregation_service_errors_total,
  consumerLag: t.metrics.aggregation_service_consumer_lag_messages,
});
