import { connectStreams } from '../stage/connections.ts';
import { runStage } from '../stage/run-stage.ts';
import type { Entry, Handled, Outcome, Outgoing } from '../stage/stage.ts';
import { TOPICS, deadLetter } from '../stage/stage.ts';
import { t } from './monitoring.ts';
import { normalize } from './normalize.ts';
import { QUALITY_RULES } from './quality-rules.ts';

/** The last messages as they came, for people who look for a fault. Nothing limits how large they are. */
const recent: string[] = [];
const MAX_RECENT = 300;

// A series that appears with its first value has no increase that anybody could see.
for (const rule of QUALITY_RULES) t.metrics.data_quality_issues_total.zero({ rule });

function handle(entries: readonly Entry[]): Handled {
  const messages: Outgoing[] = [];
  const outcomes = entries.map(({ fields: { message = '' } }): Outcome => {
    recent.push(message);
    const { venue, result } = normalize(message);
    if (typeof result === 'string') {
      t.metrics.data_quality_issues_total.inc({ rule: result });
      messages.push(deadLetter(TOPICS.raw, result, message));
      return { status: 'failed', type: venue };
    }
    messages.push({ topic: TOPICS.trades, fields: { trade: JSON.stringify(result) } });
    return { status: 'success', type: venue };
  });
  recent.splice(0, Math.max(0, recent.length - MAX_RECENT));
  return { messages, outcomes };
}

await runStage({
  service: 'normalization_service',
  stage: {
    topic: TOPICS.raw,
    handle,
    pages: { '/recent': () => recent.slice(-20).map((message) => message.slice(0, 200)) },
  },
  redis: await connectStreams(),
  telemetry: t,
  errors: t.metrics.normalization_service_errors_total,
  healthStatus: t.metrics.normalization_service_health_status,
  consumerLag: t.metrics.normalization_service_consumer_lag_messages,
});
