import { waitFor } from 'telltale-example-support/waiting';

import { consumerLag } from '../src/stage/consumer.ts';
import { STAGES } from '../src/stages.ts';
import type { Bench } from './bench.ts';

/** Stops the generator and the reader, waits until all messages are processed, looks, and lets them go on. */
export async function whileStill<Result>(bench: Bench, look: () => Promise<Result>): Promise<Result> {
  const { generator, reader } = bench.site().pids;
  for (const pid of [generator, reader]) process.kill(pid, 'SIGSTOP');
  try {
    for (const { service, reads } of Object.values(STAGES)) {
      const isDone = async () => (await consumerLag(bench.redis, reads, service)) === 0;
      await waitFor(`${service} to have processed all`, isDone);
    }
    return await look();
  } finally {
    for (const pid of [generator, reader]) process.kill(pid, 'SIGCONT');
  }
}
