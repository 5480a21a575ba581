import { execFile } from 'node:child_process';
import { promisify } from 'node:util';

import { TELLTALE } from '../src/demo/station-program.ts';

/** Runs a command of Telltale to its end; throws with what it says where it fails. */
export async function telltale(...args: readonly string[]): Promise<string> {
  const env = { ...process.env, NODE_OPTIONS: '' };
  return (await promisify(execFile)('node', [TELLTALE, ...args], { env })).stdout;
}
