import { existsSync } from 'node:fs';
import { join } from 'node:path';

import { root, runProgram } from '../workspace/run-program.mjs';

/**
 * Installs what a folder of `test` needs for itself, beside the workspaces: other versions of a package, or one that
 * is too large for everybody.
 *
 * @param {string} name
 * @returns {Promise<boolean>} whether it is there
 */
export async function installPrivateFolder(name) {
  const cwd = join(root, 'test', name);
  // npm writes this file last.
  if (existsSync(join(cwd, 'node_modules/.package-lock.json'))) return true;
  // As its lock file says; `npm ci` refuses one whose optional packages for other systems a registry does not have.
  const args = ['install', '--no-save', '--ignore-scripts', '--prefer-offline', '--no-audit', '--no-fund'];
  const { code } = await runProgram('npm', args, { cwd });
  return code === 0;
}
