import { instrument } from '@telltale/sdk';
import { defineMonitoring, pipeline } from '@telltale/sdk/define';

import type { EnrichedTrade, Trade } from '../market/trade.ts';
import { connectRedis, openDatabase } from '../stage/connections.ts';
import type { Handled, Outcome, Outgoing } from '../stage/handled.ts';
import { deadLetter } from '../stage/handled.ts';
import { runStage } from '../stage/run-stage.ts';
import { HEALTH } from '../stages.ts';
import { createInstruments } from './instruments.ts';

// Trades get the name and the currency of their instrument.
const service = 'enrichment_service';
const t = instrument(defineMonitoring({ service, preset: pipeline({ records: service }), health: HEALTH }));

const redis = await connectRedis();
const database = openDatabase();
const instrumentOf = createInstruments(redis, database, t.caches);

async function handle(messages: readonly string[]): Promise<Handled> {
  const sent: Outgoing[] = [];
  const outcomes: Outcome[] = [];
  for (const message of messages) {
    // Written by the normalization.
    const trade = JSON.parse(message) as Trade;
    const facts = await instrumentOf(trade.symbol);
    if (facts === undefined) {
      t.messages.error('unknown_instrument', 'instruments');
      sent.push(deadLetter('trades', 'unknown_instrument', message));
    } else {
      const enriched: EnrichedTrade = { ...trade, ...facts };
      sent.push({ topic: 'enriched', message: JSON.stringify(enriched) });
    }
    outcomes.push({ status: facts === undefined ? 'failed' : 'success', type: 'trade' });
  }
  return { messages: sent, outcomes };
}

await runStage('enrichment', {
  handle,
  pages: { '/instruments': instrumentOf },
  redis,
  database,
  telemetry: t,
  errors: t.metrics.enrichment_service_errors_total,
  consumerLag: t.metrics.enrichment_service_consumer_lag_messages,
});
