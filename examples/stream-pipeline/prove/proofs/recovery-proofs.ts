import { setTimeout as delay } from 'node:timers/promises';

import { SERVICES } from '../../src/demo/services.ts';
import { assertBars } from '../assert-bars.ts';
import type { Bench } from '../bench.ts';
import type { Proof } from '../proof.ts';
import { waitFor } from '../wait-for.ts';

/** What stays true where programs are killed. */
export const RECOVERY_PROOFS: readonly Proof[] = [
  {
    rows: ['S1-22'],
    title: 'after each stage was killed (SIGKILL) and started again, every bar is there once and exact',
    run: async (bench) => {
      for (const { name } of SERVICES) {
        await killOnce(bench, name);
        // At another moment of its work each time.
        await delay(200 + Math.random() * 300);
      }
      for (const { name } of SERVICES) {
        await waitFor(`${name} to be back`, async () => (await fetch(`${bench.urlOf(name)}/health`)).ok);
      }
      await assertBars(bench);
    },
  },
];

/** What is still true when everything has gone wrong once. */
export const FINAL_PROOFS: readonly Proof[] = [
  {
    rows: ['S1-22'],
    title:
      'after all faults, with poison and trades that came twice among the rest, every bar is still exact',
    run: async (bench) => {
      await assertBars(bench);
    },
  },
];

async function killOnce(bench: Bench, name: string): Promise<void> {
  const { [name]: pid } = bench.site().pids;
  process.kill(pid, 'SIGKILL');
  await waitFor(`another ${name}`, () => {
    const { [name]: next } = bench.site().pids;
    return next !== undefined && next !== pid;
  });
}
