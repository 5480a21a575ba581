import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import { runCli } from '../../src/cli/main.ts';
import { useClientTls } from '../../src/server/client-tls.ts';

/** A new empty folder that is removed when the test has ended. */
export function temporaryFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'telltale-cli-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

/** Runs one command line in this process. */
export async function run(cwd: string, ...argv: string[]) {
  let output = '';
  let errors = '';
  const exitCode = await runCli(argv, {
    write: (text) => void (output += text),
    writeError: (text) => void (errors += text),
    useColor: false,
    cwd,
    env: {},
  });
  // Test files share a process, and its certificates are for all that it asks.
  useClientTls({}, { cwd, env: {} });
  return { exitCode, output, errors };
}
