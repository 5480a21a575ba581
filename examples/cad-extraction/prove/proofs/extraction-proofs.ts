import assert from 'node:assert/strict';
import type { Proof } from 'telltale-example-support/proving';
import { waitFor } from 'telltale-example-support/waiting';

import type { Facts } from '../../src/parsing/facts.ts';
import { TASK_TYPES } from '../../src/parsing/facts.ts';
import { SAMPLES, cutOff } from '../../src/samples/samples.ts';
import { STEP_SAMPLES } from '../../src/samples/step-sample.ts';
import type { TaskRow } from '../../src/store/tasks.ts';
import type { Bench } from '../bench.ts';

const NUMBER = 7;

/** What comes out of files. */
export const EXTRACTION_PROOFS: readonly Proof<Bench>[] = [
  {
    rows: ['S2-01'],
    title: 'what is extracted from drawings, buildings and lists is what was written into them',
    run: async (bench) => {
      for (const type of ['dxf', 'ifc', 'pdf'] as const) {
        const sample = SAMPLES[type](NUMBER);
        const { status, facts } = await bench.ended(await bench.upload(sample));
        assert.deepEqual([status, facts], ['done', sample.known]);
      }
    },
  },
  {
    rows: ['S2-01'],
    title:
      'assemblies have the solids and faces that are known of them, and a cube has the volume of its box',
    run: async (bench) => {
      const samples = Array.from({ length: STEP_SAMPLES }, (_, number) => SAMPLES.step(number));
      const ids = await Promise.all(samples.map((sample) => bench.upload(sample)));
      for (const [at, { name, known }] of samples.entries()) {
        const facts = stepFacts(await bench.ended(ids[at]));
        assert.deepEqual({ ...facts, ...known }, facts, name);
        if (!name.startsWith('cube')) continue;
        const volume = [0, 1, 2].reduce((all, axis) => all * (facts.box.max[axis] - facts.box.min[axis]), 1);
        assert.ok(Math.abs(facts.volume / volume - 1) < 1e-6, `${name}: ${facts.volume}, ${volume}`);
      }
    },
  },
  {
    rows: ['S2-01'],
    title: 'a file whose end is missing is refused at once with a reason, and counted as a failure',
    run: async (bench) => {
      for (const type of TASK_TYPES) {
        const { status, error } = await bench.ended(await bench.upload(cutOff(SAMPLES[type](NUMBER))));
        assert.equal(status, 'unreadable', type);
        assert.ok(error, type);
      }
      const failed = await bench.metricsOf('extraction_worker');
      for (const type of TASK_TYPES) {
        const series = `extraction_tasks_total{task_type="${type}",status="failure"}`;
        assert.ok((failed.get(series) ?? 0) >= 1, series);
      }
    },
  },
  {
    rows: ['S2-01'],
    title: 'who watches is told by WebSocket how far a task has come, and its words are found',
    run: async (bench) => {
      const told: string[] = [];
      const socket = new WebSocket(`${bench.urlOf('backend').replace('http', 'ws')}/ws/progress`);
      socket.addEventListener('message', ({ data }) => void told.push(String(data)));
      await waitFor('the socket to be open', () => socket.readyState === WebSocket.OPEN);
      const id = await bench.upload(SAMPLES.pdf(1234));
      for (const status of ['running', 'done'])
        await waitFor(status, () => told.includes(JSON.stringify({ id, status, attempt: 1 })));
      socket.close();
      await waitFor('its words to be found', async () => {
        const response = await fetch(`${bench.urlOf('backend')}/api/v1/search?q=1234`);
        return ((await response.json()) as readonly TaskRow[]).some((task) => task.id === id);
      });
    },
  },
];

function stepFacts({ name, facts }: TaskRow): Extract<Facts, { type: 'step' }> {
  assert.ok(facts?.type === 'step', `${name} was not read`);
  return facts;
}
