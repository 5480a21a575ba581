import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

/** The command line of Telltale. */
export const TELLTALE: string = fileURLToPath(new URL('../bin/telltale.js', import.meta.resolve('telltale')));

/** The definition of the migration. */
export const CONFIG: string = fileURLToPath(new URL('../telltale.config.ts', import.meta.url));

/** Runs a command to its end; throws with what it says where it fails. */
export async function telltale(...args: readonly string[]): Promise<string> {
  const env = { ...process.env, NODE_OPTIONS: '' };
  return (await promisify(execFile)('node', [TELLTALE, ...args], { env })).stdout;
}

/** Writes the configuration of Prometheus to the folder `prometheus` in a folder. */
export async function generatePrometheus(folder: string): Promise<void> {
  await telltale('gen', 'prometheus', '--config', CONFIG, '--out', folder);
}
