import { existsSync } from 'node:fs';
import { join } from 'node:path';

import { PlainFailure, root, runProgram } from './run-program.mjs';

/** Makes sure that the Node.js which the repository brings along is there and new enough. */
export async function requireOwnNode() {
  const path = join(root, 'node_modules', '.bin', 'node');
  if (!existsSync(path)) {
    throw new PlainFailure(
      'the repository\'s own Node.js is missing (node_modules/.bin/node). Run "npm ci" without --ignore-scripts.',
    );
  }
  const { code, output } = await runProgram('node', ['--version'], { output: 'capture' });
  const [major, minor] = output.trim().replace(/^v/, '').split('.').map(Number);
  if (code === 0 && (major > 22 || (major === 22 && minor >= 18))) return;
  throw new PlainFailure(
    `Node.js 22.18 or newer is needed, but node_modules/.bin/node says "${output.trim().split('\n')[0]}". Run "npm ci".`,
  );
}
