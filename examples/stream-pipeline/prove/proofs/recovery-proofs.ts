import { setTimeout as delay } from 'node:timers/promises';
import type { Proof } from 'telltale-example-support/proving';
import { waitFor } from 'telltale-example-support/waiting';

import { STAGE_NAMES } from '../../src/stages.ts';
import { assertBars } from '../assert-bars.ts';
import type { Bench } from '../bench.ts';

/** What stays true where programs are killed. */
export const RECOVERY_PROOFS: readonly Proof<Bench>[] = [
  {
    rows: ['S1-22'],
    title: 'after each stage was killed (SIGKILL) and started again, every bar is there once and exact',
    run: async (bench) => {
      const { pids: before } = bench.site();
      for (const stage of STAGE_NAMES) {
        process.kill(before[stage], 'SIGKILL');
        // At another moment of its work each time.
        await delay(200 + Math.random() * 300);
      }
      for (const stage of STAGE_NAMES) {
        await waitFor(`another ${stage}`, async () => {
          const { [stage]: pid } = bench.site().pids;
          return (
            pid !== undefined && pid !== before[stage] && (await fetch(`${bench.urlOf(stage)}/health`)).ok
          );
        });
      }
      await assertBars(bench);
    },
  },
];

/** What is still true when everything has gone wrong once. */
export const FINAL_PROOFS: readonly Proof<Bench>[] = [
  {
    rows: ['S1-22'],
    title:
      'after all faults, with poison and trades that came twice among the rest, every bar is still exact',
    run: async (bench) => {
      await assertBars(bench);
    },
  },
];
