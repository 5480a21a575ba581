import './workspace/bootstrap-node.mjs';

import { existsSync } from 'node:fs';
import { createInterface } from 'node:readline/promises';
import { fileURLToPath } from 'node:url';

import { COUNTERPARTS, EXTRA_DEBIAN_PACKAGES, isOnPath } from './counterparts/counterparts.mjs';
import { installDebianPackages, isDebian } from './counterparts/debian.mjs';
import { installPrivateFolder } from './counterparts/private-folder.mjs';
import { PlainFailure, runProgram, runScript } from './workspace/run-program.mjs';

const isUnattended = process.argv.includes('--yes') || process.env.CI === 'true';

function missingPackages() {
  const missing = [
    ...COUNTERPARTS.filter(({ command }) => !isOnPath(command)),
    ...EXTRA_DEBIAN_PACKAGES.filter(({ file }) => !existsSync(file)),
  ];
  return [...new Set(missing.map(({ debianPackage }) => debianPackage))];
}

/** The other TypeScript versions that definitions are compiled with. */
async function installCompilers() {
  if (await installPrivateFolder('compilers')) return;
  throw new PlainFailure('the compilers in test/compilers could not be installed');
}

/** The other Node.js that programs without a line of our code are run with; there is none for some systems. */
async function installOlderNode() {
  if (await installPrivateFolder('zero-code')) return;
  console.log('Node 22 could not be installed in test/zero-code: its tests are skipped.');
}

function printPresence() {
  for (const { command, purpose } of COUNTERPARTS) {
    console.log(`  ${isOnPath(command) ? '✓' : '·'} ${command.padEnd(28)} ${purpose}`);
  }
}

async function mayInstall(packages) {
  if (isUnattended) return true;
  if (!process.stdin.isTTY) throw new PlainFailure('nobody can be asked here: add --yes to install');
  const terminal = createInterface({ input: process.stdin, output: process.stdout });
  const answer = await terminal.question(
    `Install ${packages.join(', ')} with apt-get? No service is started. [y/N] `,
  );
  terminal.close();
  return /^y(es)?$/i.test(answer.trim());
}

/** Runs this script again as root. */
async function continueAsRoot() {
  if (!isOnPath('sudo')) throw new PlainFailure('installing packages needs root, and there is no sudo');
  const sudo = isUnattended ? ['-n'] : [];
  const args = [...sudo, process.execPath, fileURLToPath(import.meta.url), '--yes'];
  const { code } = await runProgram('sudo', args);
  return code;
}

await runScript(async () => {
  await installCompilers();
  await installOlderNode();
  const missing = missingPackages();
  if (missing.length === 0) {
    printPresence();
    console.log('Everything is there.');
    return 0;
  }
  if (!isDebian()) {
    const names = COUNTERPARTS.filter(({ command }) => !isOnPath(command)).map(({ command }) => command);
    throw new PlainFailure(
      `this is not Debian or Ubuntu; install what you want to test with: ${names.join(', ')}`,
    );
  }
  if (!(await mayInstall(missing))) return 0;
  if (process.getuid?.() !== 0) return continueAsRoot();
  await installDebianPackages(missing);
  printPresence();
  return 0;
});
