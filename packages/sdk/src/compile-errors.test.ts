import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { expect, test } from 'vitest';

const run = promisify(execFile);
const tsc = fileURLToPath(new URL('../../../node_modules/typescript/bin/tsc', import.meta.url));
const project = fileURLToPath(new URL('../test/types/tsconfig.json', import.meta.url));

test('recording with a wrong metric, label, value or method is a compile error', async () => {
  // Each `@ts-expect-error` of the project fails the compilation where its mistake is accepted.
  const { stdout } = await run(process.execPath, [tsc, '-p', project]).catch((error: unknown) => ({
    stdout: String(Reflect.get(Object(error), 'stdout')),
  }));
  expect(stdout).toBe('');
}, 60_000);
