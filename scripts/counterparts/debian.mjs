import { chmodSync, existsSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';

import { PlainFailure, runProgram } from '../workspace/run-program.mjs';

const POLICY_FILE = '/usr/sbin/policy-rc.d';
const SAVED_POLICY_FILE = '/usr/sbin/policy-rc.d.before-telltale';
/** Exit code 101 tells Debian's packages not to start their services. */
const POLICY = '#!/bin/sh\n# Written by "npm run setup:counterparts" while it installs packages.\nexit 101\n';

/** Whether this system installs packages with apt-get. */
export function isDebian() {
  return existsSync('/etc/debian_version') && existsSync('/usr/bin/apt-get');
}

function forbidServices() {
  // An earlier run that was killed leaves our policy behind; anybody else's is kept for later.
  const isForeign = existsSync(POLICY_FILE) && readFileSync(POLICY_FILE, 'utf8') !== POLICY;
  if (isForeign) renameSync(POLICY_FILE, SAVED_POLICY_FILE);
  writeFileSync(POLICY_FILE, POLICY);
  chmodSync(POLICY_FILE, 0o755);
}

function allowServicesAgain() {
  rmSync(POLICY_FILE, { force: true });
  if (existsSync(SAVED_POLICY_FILE)) renameSync(SAVED_POLICY_FILE, POLICY_FILE);
}

async function aptGet(args) {
  const env = { DEBIAN_FRONTEND: 'noninteractive' };
  console.log(`apt-get ${args.join(' ')} …`);
  const { code, output } = await runProgram('apt-get', ['-q', '-y', ...args], { output: 'capture', env });
  if (code === 0) return;
  console.error(output.trimEnd());
  throw new PlainFailure(`apt-get ${args[0]} failed: see above, and check the network`);
}

/**
 * Installs Debian packages without letting any service start. Needs root.
 * @param {readonly string[]} packages
 */
export async function installDebianPackages(packages) {
  forbidServices();
  try {
    await aptGet(['update']);
    await aptGet(['install', '--no-install-recommends', ...packages]);
  } finally {
    allowServicesAgain();
  }
}
