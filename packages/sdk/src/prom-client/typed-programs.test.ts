import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { expect, test } from 'vitest';

const run = promisify(execFile);
const tsc = fileURLToPath(new URL('../../../../node_modules/typescript/bin/tsc', import.meta.url));

test.each(['theirs', 'ours'])(
  'programs written for prom-client compile against %s',
  async (declarations) => {
    const project = new URL(`../../test/types/prom-client/${declarations}.json`, import.meta.url);
    const { stdout } = await run(process.execPath, [tsc, '-p', fileURLToPath(project)]).catch(
      (error: unknown) => ({ stdout: String(Reflect.get(Object(error), 'stdout')) }),
    );
    expect(stdout).toBe('');
  },
  60_000,
);
