import { sumOf } from 'telltale-example-support/proving';
import { waitFor } from 'telltale-example-support/waiting';

import type { Bench } from './bench.ts';

/** Stops those who ask, waits until all is answered, looks, and lets them go on. */
export async function whileStill<Result>(bench: Bench, look: () => Promise<Result>): Promise<Result> {
  const { load } = bench.site().pids;
  process.kill(load, 'SIGSTOP');
  try {
    await waitFor('all requests to be answered', async () => {
      return sumOf(await bench.metricsOf('gateway'), 'http_requests_in_flight') === 0;
    });
    return await look();
  } finally {
    process.kill(load, 'SIGCONT');
  }
}
