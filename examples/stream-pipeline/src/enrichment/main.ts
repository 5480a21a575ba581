import type { EnrichedTrade, Trade } from '../market/trade.ts';
import { connectStreams, openDatabase } from '../stage/connections.ts';
import { runStage } from '../stage/run-stage.ts';
import type { Entry, Handled, Outcome, Outgoing } from '../stage/stage.ts';
import { TOPICS, deadLetter } from '../stage/stage.ts';
import { createInstruments } from './instruments.ts';
import { t } from './monitoring.ts';

const redis = await connectStreams();
const database = openDatabase();
const instrumentOf = createInstruments(redis, database);

async function handle(entries: readonly Entry[]): Promise<Handled> {
  const messages: Outgoing[] = [];
  const outcomes: Outcome[] = [];
  for (const { fields } of entries) {
    // Written by the normalization.
    const trade = JSON.parse(fields.trade) as Trade;
    const facts = await instrumentOf(trade.symbol);
    if (facts === undefined) {
      t.messages.error('unknown_instrument', 'instruments');
      messages.push(deadLetter(TOPICS.trades, 'unknown_instrument', fields.trade));
    } else {
      const enriched: EnrichedTrade = { ...trade, ...facts };
      messages.push({ topic: TOPICS.enriched, fields: { trade: JSON.stringify(enriched) } });
    }
    outcomes.push({ status: facts === undefined ? 'failed' : 'success', type: 'trade' });
  }
  return { messages, outcomes };
}

await runStage({
  service: 'enrichment_service',
  stage: { topic: TOPICS.trades, handle, pages: { '/instruments': instrumentOf } },
  redis,
  checks: { database: () => database.query('select 1') },
  telemetry: t,
  errors: t.metrics.enrichment_service_errors_total,
  healthStatus: t.metrics.enrichment_service_health_status,
  consumerLag: t.metrics.enrichment_service_consumer_lag_messages,
});
await database.end();
