import { spawn } from 'node:child_process';
import type { StdioOptions } from 'node:child_process';
import { closeSync, existsSync, openSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';

const BIN = fileURLToPath(new URL('../../bin/telltale.js', import.meta.url));

/** Runs `telltale --help` with a standard output that fails. */
async function runInto(stdout: 'closed pipe' | number) {
  const stdio: StdioOptions = ['ignore', stdout === 'closed pipe' ? 'pipe' : stdout, 'pipe'];
  const child = spawn(process.execPath, [BIN, '--help'], { stdio });
  child.stdout?.destroy();
  let errors = '';
  child.stderr?.on('data', (chunk) => (errors += String(chunk)));
  const exitCode = await new Promise<number | null>((resolve) => child.on('close', resolve));
  return { exitCode, errors };
}

test('a reader that leaves early is no error', async () => {
  expect(await runInto('closed pipe')).toEqual({ exitCode: 0, errors: '' });
});

test.runIf(existsSync('/dev/full'))('output on a full disk is an error of one line', async () => {
  const full = openSync('/dev/full', 'w');
  const { exitCode, errors } = await runInto(full);
  closeSync(full);
  expect(errors).toMatch(/^telltale: the output cannot be written: ENOSPC.*\n$/);
  expect(exitCode).toBe(2);
});
