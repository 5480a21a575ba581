import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { LogsDeclaration } from '@telltale/definition';
import type { Program } from './workspace.ts';
import { ROOT, startProgram } from './workspace.ts';

const SDK = join(ROOT, 'packages/sdk');

const BEGINNING = `
import { createLogs } from './src/logs/create-logs.ts';
import { createRegistry } from './src/registry/registry.ts';
const registry = createRegistry();
const logs = createLogs({
  service: 'shop',
  declared: JSON.parse(process.env.LOGS),
  registry,
  diagnostics: registry.diagnostics,
  endTimeoutMs: 300,
});
const log = logs.logger;
`;

/** Starts a program that has logs as declared, as \`log\`, and does what \`code\` says. */
export function startLogProgram(
  declared: LogsDeclaration,
  code: string,
  { shell, env }: { readonly shell?: string; readonly env?: Readonly<Record<string, string>> } = {},
): Program {
  const script = ['--input-type=module-typescript', '-e', BEGINNING + code];
  const args = ['--conditions=@telltale/source', '--no-warnings', ...script];
  const options = {
    cwd: SDK,
    // Many such programs are started, all of the same code.
    env: { LOGS: JSON.stringify(declared), NODE_COMPILE_CACHE: join(tmpdir(), 'telltale-compiled'), ...env },
  };
  if (shell === undefined) return startProgram('node', args, options);
  return startProgram('bash', ['-c', shell, 'bash', 'node', ...args], options);
}
