import { instrument } from '@telltale/sdk';
import { defineMonitoring, pipeline } from '@telltale/sdk/define';

import { connectRedis } from '../stage/connections.ts';
import type { Handled } from '../stage/handled.ts';
import { deadLetter } from '../stage/handled.ts';
import { runStage } from '../stage/run-stage.ts';
import { HEALTH } from '../stages.ts';
import { normalize } from './normalize.ts';
import { QUALITY_RULES } from './quality-rules.ts';

// Messages of three exchanges become trades of one form; what breaks a rule of quality becomes a dead letter.
const service = 'normalization_service';
const t = instrument(defineMonitoring({ service, preset: pipeline({ records: service }), health: HEALTH }));

/** The last messages as they came, for people who look for a fault. Nothing limits how large they are. */
const recent: string[] = [];
const MAX_RECENT = 300;

// A series that appears with its first value has no increase that anybody could see.
for (const rule of QUALITY_RULES) t.metrics.data_quality_issues_total.zero({ rule });

function handle(messages: readonly string[]): Handled {
  recent.push(...messages);
  recent.splice(0, Math.max(0, recent.length - MAX_RECENT));
  const all = messages.map((message) => ({ message, ...normalize(message) }));
  for (const { broken } of all) if (broken) t.metrics.data_quality_issues_total.inc({ rule: broken });
  return {
    outcomes: all.map(({ venue, broken }) => ({ type: venue, status: broken ? 'failed' : 'success' })),
    messages: all.map(({ message, broken, trade }) =>
      broken ? deadLetter('raw', broken, message) : { topic: 'trades', message: JSON.stringify(trade) },
    ),
  };
}

await runStage('normalization', {
  handle,
  pages: { '/recent': () => recent.slice(-20).map((message) => message.slice(0, 200)) },
  redis: await connectRedis(),
  telemetry: t,
  errors: t.metrics.normalization_service_errors_total,
  consumerLag: t.metrics.normalization_service_consumer_lag_messages,
});
