import { waitFor } from 'telltale-example-support/waiting';

import { EXTRACTION, SEARCH } from '../src/queue/queue.ts';
import type { Bench } from './bench.ts';

/** Stops those who upload and read, waits until all is done, looks, and lets them go on. */
export async function whileStill<Result>(bench: Bench, look: () => Promise<Result>): Promise<Result> {
  const { load } = bench.site().pids;
  process.kill(load, 'SIGSTOP');
  try {
    await waitFor('all tasks to be done', async () => {
      const open = `select 1 from task where status = 'queued' or (status = 'done' and words is null)`;
      const states = await Promise.all([EXTRACTION.state(bench.redis), SEARCH.state(bench.redis)]);
      return states.every(({ depth }) => depth === 0) && (await bench.ask(open)).length === 0;
    });
    return await look();
  } finally {
    process.kill(load, 'SIGCONT');
  }
}
