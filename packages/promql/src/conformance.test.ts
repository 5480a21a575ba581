import { accessSync, constants, existsSync, readFileSync, readdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { runScript } from '../test/notation/run-script.ts';

/**
 * Prometheus' own query tests are not part of this repository. They are looked for where
 * PROMQLTEST_DIR says, else in a `conformance/promqltest` folder of a directory beside it.
 */
function findScripts(): string | undefined {
  const named = process.env.PROMQLTEST_DIR;
  if (named !== undefined) return named;
  const repository = fileURLToPath(new URL('../../../', import.meta.url));
  const parent = dirname(repository.replace(/\/$/, ''));
  if (!isReadable(parent)) return undefined;
  return readdirSync(parent)
    .map((name) => join(parent, name, 'conformance', 'promqltest'))
    .find((folder) => existsSync(folder));
}

function isReadable(folder: string): boolean {
  try {
    accessSync(folder, constants.R_OK);
    return true;
  } catch {
    return false;
  }
}

/** Cases that pass at least, of those that need no native histograms and nothing experimental. */
const FLOORS: Readonly<Record<string, number>> = {
  aggregators: 97,
  operators: 96,
  functions: 137,
  selectors: 31,
  staleness: 17,
  histograms: 81,
  at_modifier: 78,
  subquery: 32,
  trig_functions: 19,
  literals: 25,
  range_queries: 17,
  collision: 2,
  name_label_dropping: 30,
};

const folder = findScripts();

describe("Prometheus' query tests", () => {
  for (const [name, floor] of Object.entries(FLOORS)) {
    const file = folder === undefined ? undefined : join(folder, `${name}.test`);
    const text = file !== undefined && existsSync(file) ? readFileSync(file, 'utf8') : undefined;
    test.skipIf(text === undefined)(
      `${name}: every case that is supported passes, in each way it is asked`,
      async () => {
        const { cases, reruns } = await runScript(text ?? '');
        const count = (status: string, of = cases): number =>
          of.filter((item) => item.status === status).length;
        console.log(
          `${name}: ${count('passed')} passed, ${count('failed')} failed, ${count('unsupported')} unsupported; ` +
            `asked again ${count('passed', reruns)} passed, ${count('failed', reruns)} failed`,
        );
        expect([...cases, ...reruns].filter(({ status }) => status === 'failed')).toEqual([]);
        expect(count('passed')).toBeGreaterThanOrEqual(floor);
      },
    );
  }
});
