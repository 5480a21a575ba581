import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { expect, test } from 'vitest';

const run = promisify(execFile);
const tsc = fileURLToPath(new URL('../../../../node_modules/typescript/bin/tsc', import.meta.url));

// Against prom-client itself they compile with the other programs of that folder (compile-errors.test.ts).
test('programs written for the types of prom-client compile against ours', async () => {
  const project = new URL('../../test/types/prom-client-entry.json', import.meta.url);
  const { stdout } = await run(process.execPath, [tsc, '-p', fileURLToPath(project)]).catch(
    (error: unknown) => ({ stdout: String(Reflect.get(Object(error), 'stdout')) }),
  );
  expect(stdout).toBe('');
}, 60_000);
