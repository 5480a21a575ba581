import { readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';

import { PlainFailure, root, runProgram } from './run-program.mjs';

const NETWORK_FAILURE =
  /\b(ENOTFOUND|EAI_AGAIN|ECONNREFUSED|ECONNRESET|ETIMEDOUT|ENETUNREACH|EHOSTUNREACH|ERR_SOCKET_TIMEOUT|ENOTCACHED)\b/;

/** @param {string} path */
function modifiedMs(path) {
  return statSync(path, { throwIfNoEntry: false })?.mtimeMs;
}

function isInstalled() {
  // npm writes this file last, so a broken-off installation counts as none.
  const installedMs = modifiedMs(join(root, 'node_modules', '.package-lock.json'));
  const lockMs = modifiedMs(join(root, 'package-lock.json'));
  return installedMs !== undefined && (lockMs === undefined || lockMs <= installedMs);
}

function countPackages() {
  const folder = join(root, 'node_modules');
  try {
    return readdirSync(folder).filter((name) => !name.startsWith('.')).length;
  } catch {
    return 0;
  }
}

function showProgress() {
  const startedMs = Date.now();
  const timer = setInterval(() => {
    const seconds = Math.round((Date.now() - startedMs) / 1000);
    console.log(`  … ${seconds} s, ${countPackages()} packages`);
  }, 5000);
  return () => clearInterval(timer);
}

/** Installs the packages of the lockfile unless they are there already. */
export async function installPackages() {
  if (isInstalled()) return;
  console.log('Installing packages (npm ci) …');
  const startedMs = Date.now();
  const stopProgress = showProgress();
  const result = await runProgram('npm', ['ci', '--prefer-offline', '--no-audit', '--no-fund'], {
    output: 'capture',
  });
  stopProgress();
  if (result.signal !== null) throw new PlainFailure('the installation was interrupted', 130);
  if (result.code !== 0) throw installFailure(result);
  console.log(`Installed in ${((Date.now() - startedMs) / 1000).toFixed(1)} s.`);
}

/** @param {{ code: number, output: string }} result */
function installFailure(result) {
  if (NETWORK_FAILURE.test(result.output)) {
    return new PlainFailure(
      'npm cannot reach the package registry. Check the network and run the command again.',
    );
  }
  if (result.code === 127) return new PlainFailure('npm was not found. Install Node.js together with npm.');
  const lines = result.output.split('\n').filter((line) => /^npm error +\S/.test(line));
  const reason = lines.find((line) => !line.startsWith('npm error code')) ?? `exit code ${result.code}`;
  return new PlainFailure(
    `npm ci failed: ${reason.replace(/^npm error\s*/, '')}. Run "npm ci" to see everything.`,
  );
}
