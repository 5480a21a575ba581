import { untilAborted } from 'telltale-example-support/waiting';

import type { Fault } from './fault.ts';

/** The generator stands still: no message comes in. */
export const stopProducer: Fault = {
  what: 'the generator is stopped (SIGSTOP), so that no message comes in',
  alerts: ['NoMessagesProcessed'],
  run: async (site, signal) => {
    const { generator } = site().pids;
    process.kill(generator, 'SIGSTOP');
    await untilAborted(signal);
    process.kill(generator, 'SIGCONT');
  },
};

const LOOK_EVERY_MS = 500;

/** The aggregation is killed, and killed again whenever it comes back. */
export const killStage: Fault = {
  what: 'the aggregation is killed (SIGKILL), and again whenever it is back',
  alerts: ['ServiceDown'],
  run: async (site, signal) => {
    while (!signal.aborted) {
      const { aggregation: pid } = site().pids;
      if (pid !== undefined) process.kill(pid, 'SIGKILL');
      await untilAborted(signal, LOOK_EVERY_MS);
    }
  },
};
