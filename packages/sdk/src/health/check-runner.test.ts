import { setTimeout as sleep } from 'node:timers/promises';
import type { HealthCheckOptions } from '@telltale/definition';
import { describe, expect, test } from 'vitest';
import { CheckRunner } from './check-runner.ts';
import type { CheckFunction, CheckResult } from './health-check.ts';

const DEFAULTS: HealthCheckOptions = {
  critical: true,
  timeoutMs: 20,
  cacheMs: 0,
  failures: 1,
  successes: 1,
  probes: ['ready'],
};

/** A runner with a clock that only the test moves. */
function runnerOf(run: CheckFunction, options: Partial<HealthCheckOptions> = {}) {
  let nowMs = 0;
  const results: CheckResult[] = [];
  const runner = new CheckRunner(
    { run },
    { ...DEFAULTS, ...options, nowMs: () => nowMs, onResult: (result) => results.push(result) },
  );
  return { runner, results, pass: (ms: number) => void (nowMs += ms) };
}

const hanging = () => new Promise(() => undefined);

describe('a health check', () => {
  test.each<[string, CheckFunction, string | undefined]>([
    ['gives nothing', () => undefined, undefined],
    ['gives something', async () => ({ rows: [] }), undefined],
    ['gives false', async () => false, 'it says no'],
    ['throws', () => ([] as string[])[0].length, "Cannot read properties of undefined (reading 'length')"],
    ['rejects', () => Promise.reject(new Error('refused')), 'refused'],
    // oxlint-disable-next-line typescript/prefer-promise-reject-errors
    ['rejects with no error', () => Promise.reject('plainly'), 'plainly'],
    // oxlint-disable-next-line typescript/prefer-promise-reject-errors
    ['rejects with nothing', () => Promise.reject(undefined), 'undefined'],
    ['hangs', hanging, 'no answer within 20 ms'],
    [
      'rejects with an error that throws',
      () =>
        Promise.reject(
          Object.defineProperty(new Error('x'), 'message', {
            get: () => {
              throw new Error('trap');
            },
          }),
        ),
      'it failed without saying why',
    ],
  ])('that %s has passed or failed, and never throws', async (_, run, error) => {
    const { runner } = runnerOf(run);
    const result = await runner.current();
    expect([result.hasPassed, result.error]).toEqual([error === undefined, error]);
  });

  test('is run once for all who ask at the same time, and its result used again for a while', async () => {
    let count = 0;
    const { runner, pass } = runnerOf(
      async () => {
        count++;
        await sleep(1);
      },
      { cacheMs: 1000 },
    );
    await Promise.all(Array.from({ length: 50 }, () => runner.current()));
    pass(999);
    await runner.current();
    expect(count).toBe(1);
    pass(1);
    await runner.current();
    expect(count).toBe(2);
  });

  test('that hangs is not started again with each question, but when it settles or after a good while', async () => {
    const runs: (() => void)[] = [];
    let isAborted = false;
    const { runner, pass } = runnerOf(({ signal }) => {
      signal.addEventListener('abort', () => (isAborted = true));
      return new Promise<void>((resolve) => runs.push(resolve));
    });
    await runner.current();
    expect(isAborted).toBe(true);
    for (let i = 0; i < 10; i++) {
      pass(1000);
      expect((await runner.current()).hasPassed).toBe(false);
    }
    expect(runs).toHaveLength(1);
    pass(15_000);
    await runner.current();
    expect(runs).toHaveLength(2);
    runs[1]();
    await sleep(1);
    const healed = runner.current();
    expect(runs).toHaveLength(3);
    runs[2]();
    expect((await healed).hasPassed).toBe(true);
  });

  test('that flaps counts as failed or passed only after as many outcomes in a row as it takes', async () => {
    let isFine = true;
    const { runner } = runnerOf(() => isFine, { failures: 3, successes: 2 });
    const outcomes: boolean[] = [];
    for (const fine of [1, 0, 1, 0, 0, 1, 0, 0, 0, 1, 0, 1, 1]) {
      isFine = fine === 1;
      outcomes.push((await runner.current()).hasPassed);
    }
    expect(outcomes.map(Number)).toEqual([1, 1, 1, 1, 1, 1, 1, 1, 0, 0, 0, 0, 1]);
  });

  test('runs in the background where it is to, so that nobody who asks waits', async () => {
    let count = 0;
    const run = async () => {
      count++;
      await sleep(5);
    };
    const { runner, results } = runnerOf(run, { everyMs: 10 });
    while (results.length < 3) await sleep(5);
    const asked = runner.current();
    const before = count;
    await asked;
    expect(count - before).toBeLessThanOrEqual(1);
    runner.stop();
    await sleep(20);
    const stopped = count;
    await sleep(30);
    expect(count).toBe(stopped);
  });
});
