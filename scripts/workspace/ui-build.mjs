import { existsSync, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';

import { PlainFailure, root, runProgram } from './run-program.mjs';

const ui = join(root, 'packages', 'ui');
const SOURCES = ['src', 'public', 'index.html', 'vite.config.ts', 'package.json', '../model/src'];

/** @param {string} path @returns {number} */
function newestMs(path) {
  const stat = statSync(path, { throwIfNoEntry: false });
  if (stat === undefined) return 0;
  if (!stat.isDirectory()) return stat.mtimeMs;
  return Math.max(stat.mtimeMs, ...readdirSync(path).map((name) => newestMs(join(path, name))));
}

function isStale() {
  const built = statSync(join(ui, 'dist', 'index.html'), { throwIfNoEntry: false });
  return built === undefined || SOURCES.some((source) => newestMs(join(ui, source)) > built.mtimeMs);
}

/** Builds the station's web pages when their sources are newer than the last build. */
export async function buildUi() {
  if (!existsSync(join(ui, 'index.html')) || !isStale()) return;
  console.log('Building the pages (vite build) …');
  const result = await runProgram('vite', ['build'], { cwd: ui, output: 'capture' });
  if (result.code === 0) return;
  console.error(result.output.trimEnd());
  throw new PlainFailure('the pages could not be built (packages/ui)');
}
