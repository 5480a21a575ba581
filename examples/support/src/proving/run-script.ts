import { execFile } from 'node:child_process';
import { promisify } from 'node:util';

/** Runs a script with Node.js to its end; the result is what it printed. Throws with what it says where it fails. */
export async function runScript(script: string, args: readonly string[]): Promise<string> {
  const env = { ...process.env, NODE_OPTIONS: '' };
  return (await promisify(execFile)('node', [script, ...args], { env })).stdout;
}
