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

const folder = findScripts();

describe.skipIf(folder === undefined)("Prometheus' query tests, where they are found", () => {
  const files = folder === undefined ? [] : readdirSync(folder).filter((name) => name.endsWith('.test'));

  test('there are scripts in the folder', () => {
    expect(files).not.toEqual([]);
  });

  for (const name of files) {
    test(`${name}: every case passes, in each way it is asked`, async () => {
      const { cases, reruns } = await runScript(readFileSync(join(folder ?? '', name), 'utf8'));
      expect(cases.length).toBeGreaterThan(0);
      expect([...cases, ...reruns].filter(({ status }) => status !== 'passed')).toEqual([]);
    });
  }
});
