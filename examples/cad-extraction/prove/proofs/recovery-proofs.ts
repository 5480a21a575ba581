import assert from 'node:assert/strict';
import type { Proof } from 'telltale-example-support/proving';
import { sumOf } from 'telltale-example-support/proving';
import { waitFor } from 'telltale-example-support/waiting';

import { childrenOf, hungTask } from '../../src/faults/task-faults.ts';
import { EXTRACTION } from '../../src/queue/queue.ts';
import { SAMPLES } from '../../src/samples/samples.ts';
import type { Bench } from '../bench.ts';
import { whileStill } from '../while-still.ts';

/** The number of an assembly that is read in no time. */
const SMALL = 4;

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
        const processes = () => childrenOf(bench.site().pids['extraction-worker']);
        const parsers = processes().flatMap(childrenOf);
        // While their parsers are frozen, the processes are at work for certain.
        for (const pid of parsers) process.kill(pid, 'SIGSTOP');
        const ids = await Promise.all(Array.from({ length: 8 }, () => bench.upload(SAMPLES.step(SMALL))));
        await waitFor('all processes to be at work', async () => {
          const samples = await bench.metricsOf('extraction_worker');
          return sumOf(samples, 'extraction_tasks_in_progress') >= parsers.length;
        });
        const [victim] = processes().filter((pid) => childrenOf(pid).length > 0);
        process.kill(victim, 'SIGKILL');
        for (const pid of parsers) process.kill(pid, 'SIGCONT');
        const tasks = await Promise.all(ids.map((id) => bench.ended(id)));
        assert.deepEqual([...new Set(tasks.map(({ status }) => status))], ['done']);
        await waitFor('another process in its place', () => {
          return processes().length === 4 && !processes().includes(victim);
        });
        await waitFor('all of them counted', async () => (await total()) >= before + ids.length);
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
        const id = await bench.upload(SAMPLES.step(SMALL));
        const { status, error } = await bench.ended(id).finally(() => over.abort());
        await hanging;
        assert.equal(status, 'dead');
        assert.match(error ?? '', /not read within/);
        assert.equal(await retries(), before + 2);
        assert.ok((await EXTRACTION.dead(bench.redis)).some((entry) => entry.id === id));
        const again = await bench.ended(await bench.upload(SAMPLES.step(SMALL)));
        assert.equal(again.status, 'done');
      }),
  },
];
