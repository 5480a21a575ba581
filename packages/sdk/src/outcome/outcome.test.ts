import { spawnSync } from 'node:child_process';
import { expect, test } from 'vitest';
import type { Outcome } from './outcome.ts';
import { errorType, runWatched } from './outcome.ts';

test('a fault in recording does not reach the code that is recorded', async () => {
  const fail = () => {
    throw new Error('recording is broken');
  };
  expect(runWatched(() => 1, fail)).toBe(1);
  expect(await runWatched(async () => 2, fail)).toBe(2);
  const error = new Error('of the user');
  await expect(runWatched(() => Promise.reject(error), fail)).rejects.toBe(error);
});

test('what ended is told once, with its value or error', async () => {
  const outcomes: Outcome[] = [];
  const error = new Error('no');
  await runWatched(
    async () => 'value',
    (outcome) => outcomes.push(outcome),
  );
  await runWatched(
    () => Promise.reject(error),
    (outcome) => outcomes.push(outcome),
  ).catch(() => undefined);
  expect(outcomes).toEqual([
    { status: 'success', value: 'value' },
    { status: 'failure', error },
  ]);
});

test.each([
  ['one that nobody handles still ends the process', '', 1],
  ['one that is handled does not', '.catch(() => undefined)', 0],
])('of rejected promises, %s', (_, handling, status) => {
  const program = `
    import { instrument } from '@telltale/sdk';
    import { defineMonitoring, task } from '@telltale/sdk/define';
    const { tasks } = instrument(defineMonitoring({ service: 'svc', kits: [task()] }));
    tasks.run('pdf', () => Promise.reject(new Error('of the user')))${handling};
  `;
  const args = ['--conditions=@telltale/source', '--no-warnings', '--input-type=module', '-e', program];
  const result = spawnSync(process.execPath, args, { cwd: import.meta.dirname, timeout: 20_000 });
  expect(result.status).toBe(status);
  expect(result.stderr.toString().includes('of the user')).toBe(status === 1);
});

test.each([
  [Object.assign(new Error('full'), { code: 'ENOSPC' }), 'ENOSPC'],
  [new RangeError('far'), 'RangeError'],
  [Object.assign(new Error('odd'), { code: 42, name: '' }), 'object'],
  [7n, 'bigint'],
  [null, 'object'],
])('an error is named by its code, its name or its type: %s', (error, type) => {
  expect(errorType(error)).toBe(type);
});
