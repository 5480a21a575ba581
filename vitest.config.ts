import { availableParallelism } from 'node:os';
import { join } from 'node:path';

import { defineConfig } from 'vitest/config';

/** Every program that a test starts is compiled once, not at each start, which is most of what a start costs. */
process.env['NODE_COMPILE_CACHE'] ??= join(import.meta.dirname, '.test', 'compile-cache');

const conditions = ['@telltale/source'];

/** Vitest leaves a core to itself, which on two cores doubles the time. */
const MAX_WORKERS = '100%';

/** More of them than cores, since they wait: but not so many that what they start is starved. */
const WHOLE_WORKERS = Math.ceil(availableParallelism() * 1.5);

/** In the long tier properties are tried ten times as often; and a machine may do much else. */
const testTimeout = process.env['TELLTALE_TEST_SCALE'] === 'long' ? 60_000 : 20_000;

/** Vitest would wait a second, which is short for who shares two cores. */
const POLL_TIMEOUT_MS = 15_000;

/** Tests of what is global in a process: hooks, workers, its memory, the place a function was called from. */
const ISOLATED = ['definition', 'sdk', 'station'].map((name) => `packages/${name}/src/**/*.test.ts`);

export default defineConfig({
  resolve: { conditions },
  ssr: { resolve: { conditions } },
  test: {
    expect: { poll: { timeout: POLL_TIMEOUT_MS } },
    execArgv: ['--conditions=@telltale/source', '--no-warnings'],
    projects: [
      {
        extends: true,
        test: {
          name: 'unit',
          include: ['packages/*/src/**/*.test.ts'],
          exclude: ISOLATED,
          testTimeout,
          hookTimeout: testTimeout,
          // These packages keep nothing for themselves, so that their tests may share what was loaded.
          isolate: false,
          maxWorkers: MAX_WORKERS,
          sequence: { groupOrder: 0 },
        },
      },
      {
        extends: true,
        test: {
          name: 'isolated',
          include: ISOLATED,
          testTimeout,
          hookTimeout: testTimeout,
          maxWorkers: MAX_WORKERS,
          sequence: { groupOrder: 1 },
        },
      },
      {
        extends: true,
        test: {
          name: 'whole',
          include: ['test/**/*.test.ts'],
          testTimeout: 60_000,
          hookTimeout: 60_000,
          // They start servers and browsers, and wait for them most of the time.
          maxWorkers: WHOLE_WORKERS,
          sequence: { groupOrder: 2 },
        },
      },
    ],
  },
});
