import { defineMonitoring, task } from '@telltale/definition';
import { createRegistry } from '../registry/registry.ts';
import { expect, test } from 'vitest';
import { diagnosticsOf, valuesOf } from '../../test/support/registry-view.ts';
import { createTaskRecorder } from './task-recorder.ts';

const definition = defineMonitoring({
  service: 'cad',
  kits: [
    task({
      names: { total: 'extraction_tasks_total', duration: 'extraction_duration_seconds' },
      labels: { type: 'task_type' },
      types: ['pdf', 'dxf'],
    }),
  ],
});

function setUp() {
  const registry = createRegistry();
  return { registry, tasks: createTaskRecorder(definition, registry) };
}

test('a task is counted by type and status, and timed whether it succeeds or fails', async () => {
  const { registry, tasks } = setUp();
  expect(tasks.run('pdf', () => 7)).toBe(7);
  expect(await tasks.run('pdf', async () => 'text')).toBe('text');
  const error = new Error('broken');
  expect(() =>
    tasks.run('dxf', () => {
      throw error;
    }),
  ).toThrow(error);
  await expect(tasks.run('dxf', () => Promise.reject(error))).rejects.toBe(error);
  expect(valuesOf(registry, 'extraction_tasks_total')).toEqual({
    'extraction_tasks_total{status="success", task_type="pdf"}': 2,
    'extraction_tasks_total{status="failure", task_type="pdf"}': 0,
    'extraction_tasks_total{status="success", task_type="dxf"}': 0,
    'extraction_tasks_total{status="failure", task_type="dxf"}': 2,
  });
  const durations = valuesOf(registry, 'extraction_duration_seconds');
  expect(durations['extraction_duration_seconds_count{task_type="pdf"}']).toBe(2);
  expect(durations['extraction_duration_seconds_count{task_type="dxf"}']).toBe(2);
});

test('a task that runs counts as in progress, and the longest running one has an age', async () => {
  const { registry, tasks } = setUp();
  const first = tasks.start('pdf');
  await new Promise((resolve) => setTimeout(resolve, 20));
  const second = tasks.start('pdf');
  const inProgress = () => valuesOf(registry, 'tasks_in_progress')['tasks_in_progress{task_type="pdf"}'];
  const age = () =>
    valuesOf(registry, 'task_oldest_running_seconds')['task_oldest_running_seconds{task_type="pdf"}'];
  expect(inProgress()).toBe(2);
  const before = age();
  const beforeMs = performance.now();
  expect(before).toBeGreaterThan(0.015);
  first.succeed();
  expect(inProgress()).toBe(1);
  // The age of the second, which began later, and not what the first would have by now.
  expect(age()).toBeLessThan(before + (performance.now() - beforeMs) / 1000);
  second.fail();
  expect(inProgress()).toBe(0);
  expect(age()).toBe(0);
});

test('a task ends once', () => {
  const { registry, tasks } = setUp();
  const started = tasks.start('pdf');
  started.succeed();
  started.fail();
  started.succeed();
  const total = valuesOf(registry, 'extraction_tasks_total');
  expect(Object.values(total).reduce((sum, value) => sum + value, 0)).toBe(1);
  expect(Object.values(valuesOf(registry, 'tasks_in_progress'))).toEqual([0, 0]);
});

test('retries are counted, and only a success sets the time of the last one', () => {
  const { registry, tasks } = setUp();
  tasks.run('pdf', (run) => {
    run.retry();
    run.retry();
  });
  expect(valuesOf(registry, 'task_retries_total')['task_retries_total{task_type="pdf"}']).toBe(2);
  tasks.start('dxf').fail();
  const [[series, seconds], ...others] = Object.entries(
    valuesOf(registry, 'task_last_success_timestamp_seconds'),
  );
  expect(series).toBe('task_last_success_timestamp_seconds{task_type="pdf"}');
  expect(Math.abs(Date.now() / 1000 - seconds)).toBeLessThan(60);
  expect(others).toEqual([]);
});

test('a type that is not listed is recorded as __other__', () => {
  const { registry, tasks } = setUp();
  for (let index = 0; index < 300; index++) tasks.run(`type ${index}`, () => undefined);
  const total = valuesOf(registry, 'extraction_tasks_total');
  expect(total['extraction_tasks_total{status="success", task_type="__other__"}']).toBe(300);
  expect(Object.keys(total)).toHaveLength(5);
});

test('queues are read at each scrape, until that is stopped', () => {
  const { registry, tasks } = setUp();
  const waiting = ['a', 'b'];
  const stop = tasks.watchQueue('mail', { depth: () => waiting.length, oldestAgeSeconds: () => 12 });
  const depth = () => valuesOf(registry, 'task_queue_depth')['task_queue_depth{queue="mail"}'];
  const age = () =>
    valuesOf(registry, 'task_queue_oldest_age_seconds')['task_queue_oldest_age_seconds{queue="mail"}'];
  expect([depth(), age()]).toEqual([2, 12]);
  waiting.push('c');
  expect(depth()).toBe(3);
  stop();
  expect([depth(), age()]).toEqual([undefined, undefined]);
  tasks.watchQueue('mail', { depth: () => 7 });
  expect([depth(), age()]).toEqual([7, undefined]);
});

test('a type that is no text is recorded as one of the others, and its task runs', () => {
  const { registry, tasks } = setUp();
  const unreadable = {
    toString: () => {
      throw new Error('no text');
    },
  };
  expect(tasks.run(unreadable as never, () => 5)).toBe(5);
  expect(valuesOf(registry, 'extraction_tasks_total')).toMatchObject({
    'extraction_tasks_total{status="success", task_type="__other__"}': 1,
  });
});

test('a queue whose reading throws spoils nothing but itself', () => {
  const { registry, tasks } = setUp();
  tasks.watchQueue('broken', {
    depth: () => {
      throw new Error('no connection');
    },
  });
  tasks.watchQueue('mail', { depth: () => 4 });
  expect(valuesOf(registry, 'task_queue_depth')['task_queue_depth{queue="mail"}']).toBe(4);
});

test('without the kit tasks run, and that nothing is recorded is told once', () => {
  const registry = createRegistry();
  const told = diagnosticsOf(registry);
  const tasks = createTaskRecorder(defineMonitoring({ service: 'cad' }), registry);
  expect(told).toEqual([]);
  expect(tasks.run('pdf', () => 1)).toBe(1);
  expect(tasks.run('pdf', () => 2)).toBe(2);
  expect(told).toMatchObject([{ kind: 'invalid_declaration', metric: 'task' }]);
});

test('a metric that the view leaves out is left out silently', () => {
  const registry = createRegistry();
  const told = diagnosticsOf(registry);
  const kit = task({ names: { duration: false, inProgress: false }, labels: { type: false } });
  createTaskRecorder(defineMonitoring({ service: 'cad', kits: [kit] }), registry).run('pdf', () => 1);
  expect(valuesOf(registry, 'tasks_total')['tasks_total{status="success"}']).toBe(1);
  expect(told).toEqual([]);
});
