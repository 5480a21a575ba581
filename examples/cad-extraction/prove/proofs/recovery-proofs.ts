import assert from 'node:assert/strict';
import type { Proof } from 'telltale-example-support/proving';
import { sumOf } from 'telltale-example-support/proving';
import { waitFor } from 'telltale-example-support/waiting';

import { childrenOf, hungTask } from '../../src/faults/task-faults.ts';
import { EXTRACTION } from '../../src/queue/queue.ts';
import { SAMPLES } from '../../src/samples/samples.ts';
import type { Bench } from '../bench.ts';
import { whileStill } from '../while-still.ts';

/** What happens to tasks when processes do not live on. */
export const RECOVERY_PROOFS: readonly Proof<Bench>[] = [
  {
    rows: ['S2-31'],
    title: 'processes that are killed at work lose no task, and the sum of the others does not fall',
    run: (bench) =>
      whileStill(bench, async () => {
        const total = async () =>
          sumOf(await bench.metricsOf('extraction_worker'), 'extraction_tasks_total', 'status="success"');
        const before = await total();
        const ids = await Promise.all(Array.from({ length: 8 }, () => bench.upload(SAMPLES.step(5))));
        const processes = () => childrenOf(bench.site().pids['extraction-worker']);
        await waitFor('four processes', () => processes().length === 4);
        const [victim] = processes();
        process.kill(victim, 'SIGKILL');
        const tasks = await Promise.all(ids.map((id) => bench.ended(id)));
        assert.deepEqual([...new Set(tasks.map(({ status }) => status))], ['done']);
        await waitFor('another process in its place', () => {
          return processes().length === 4 && !processes().includes(victim);
        });
        await waitFor('all of them counted', async () => (await total()) >= before + ids.length - 1);
      }),
  },
  {
    rows: ['S2-17', 'S2-23'],
    isLong: true,
    title: 'a file on which the parser hangs is tried three times, each with a new process, and is then dead',
    run: (bench) =>
      whileStill(bench, async () => {
        const retries = async () =>
          sumOf(await bench.metricsOf('extraction_worker'), 'task_retries_total', 'task_type="step"');
        const before = await retries();
        const over = new AbortController();
        const hanging = hungTask.run(bench.site, over.signal);
        const id = await bench.upload(SAMPLES.step(5));
        const { status, error } = await bench.ended(id).finally(() => over.abort());
        await hanging;
        assert.equal(status, 'dead');
        assert.match(error ?? '', /not read within/);
        assert.equal(await retries(), before + 2);
        assert.ok((await EXTRACTION.dead(bench.redis)).some((entry) => entry.id === id));
        const again = await bench.ended(await bench.upload(SAMPLES.step(5)));
        assert.equal(again.status, 'done');
      }),
  },
];
