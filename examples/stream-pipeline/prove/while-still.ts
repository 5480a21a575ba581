import { consumerLag } from '../src/stage/consumer.ts';
import { TOPICS } from '../src/stage/stage.ts';
import type { Bench } from './bench.ts';
import { waitFor } from './wait-for.ts';

/** The topic of each service. */
export const TOPIC_OF = {
  normalization_service: TOPICS.raw,
  enrichment_service: TOPICS.trades,
  aggregation_service: TOPICS.enriched,
  projection_service: TOPICS.bars,
} as const;

/** Stops the generator and the reader, waits until all messages are processed, looks, and lets them go on. */
export async function whileStill<Result>(bench: Bench, look: () => Promise<Result>): Promise<Result> {
  const { generator, reader } = bench.site().pids;
  for (const pid of [generator, reader]) process.kill(pid, 'SIGSTOP');
  try {
    for (const [service, topic] of Object.entries(TOPIC_OF)) {
      const isDone = async () => (await consumerLag(bench.redis, topic, service)) === 0;
      await waitFor(`${service} to have processed all`, isDone);
    }
    return await look();
  } finally {
    for (const pid of [generator, reader]) process.kill(pid, 'SIGCONT');
  }
}
