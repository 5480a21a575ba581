import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';

import { PlainFailure, root, runProgram } from './run-program.mjs';

const NETWORK_FAILURE =
  /\b(ENOTFOUND|EAI_AGAIN|ECONNREFUSED|ECONNRESET|ETIMEDOUT|ENETUNREACH|EHOSTUNREACH|ERR_SOCKET_TIMEOUT|ENOTCACHED)\b/;

/** @param {string} path @returns {Record<string, any> | undefined} the packages of a lock file */
function lockedPackages(path) {
  const file = join(root, path);
  return existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')).packages : undefined;
}

/**
 * Compares what is installed with the lock file by content: times of files change with every checkout,
 * and an installation must not be replaced for that.
 * @returns {'missing' | 'different' | 'current'}
 */
function installationState() {
  // npm writes this file last, so a broken-off installation counts as missing.
  const installed = lockedPackages('node_modules/.package-lock.json');
  if (installed === undefined) return 'missing';
  const wanted = Object.entries(lockedPackages('package-lock.json') ?? {});
  const isCurrent = wanted.every(([path, { version, optional, devOptional, link }]) => {
    if (!path.startsWith('node_modules/') || link) return true;
    return path in installed ? installed[path].version === version : Boolean(optional || devOptional);
  });
  return isCurrent ? 'current' : 'different';
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

/** Makes the installation what the lock file says; `npm start` does everything for a stranger. */
export async function installPackages() {
  if (installationState() !== 'current') await install();
}

/**
 * Installs only where nothing is installed. An installation that differs is left alone, because
 * other programs may be running from it; the message says what to do.
 */
export async function requirePackages() {
  const state = installationState();
  if (state === 'missing') await install();
  if (state === 'different') {
    throw new PlainFailure('the installed packages are not those of package-lock.json. Run "npm ci".');
  }
}

async function install() {
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
