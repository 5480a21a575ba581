import { accessSync, constants, existsSync, readFileSync, readdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { countOutcomes } from '../test/notation/count-outcomes.ts';
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

/** Cases that pass at least; a change that breaks one is seen here. */
const FLOORS: Readonly<Record<string, number>> = {
  aggregators: 98,
  at_modifier: 78,
  collision: 2,
  duration_expression: 14,
  functions: 118,
  histograms: 82,
  limit: 31,
  literals: 25,
  native_histograms: 3,
  operators: 96,
  range_queries: 17,
  selectors: 31,
  staleness: 17,
  trig_functions: 19,
};

const folder = findScripts();

describe("Prometheus' query tests", () => {
  for (const [name, floor] of Object.entries(FLOORS)) {
    const file = folder === undefined ? undefined : join(folder, `${name}.test`);
    const text = file !== undefined && existsSync(file) ? readFileSync(file, 'utf8') : undefined;
    test.skipIf(text === undefined)(`${name}: no fewer cases pass than before`, async () => {
      const report = await runScript(text ?? '');
      const counts = countOutcomes([report]);
      console.log(`${name}: ${JSON.stringify(counts)}`);
      expect(counts.passed).toBeGreaterThanOrEqual(floor);
      expect(report.reruns.filter(({ status }) => status === 'failed')).toEqual([]);
    });
  }
});
