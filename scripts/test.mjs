import './workspace/bootstrap-node.mjs';

import { writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { runStaticChecks } from './checks/static-checks.mjs';
import { COUNTERPARTS, isOnPath, printCounterparts } from './counterparts/counterparts.mjs';
import { installPrivateFolder } from './counterparts/private-folder.mjs';
import { printProofPage } from './tests/proof-page.mjs';
import { tryFailedAgain } from './tests/second-try.mjs';
import { countResults, printFailed, printSecondTries, printSkipped, summaryLine } from './tests/summary.mjs';
import { RESULTS_FOLDER, runVitest } from './tests/vitest-run.mjs';
import { requirePackages } from './workspace/install-packages.mjs';
import { requireOwnNode } from './workspace/own-node.mjs';
import { root, runProgram, runScript } from './workspace/run-program.mjs';
import { buildUi } from './workspace/ui-build.mjs';

const isLong = process.argv.includes('--long');
/** Files or folders to test; without any, everything is tested and checked. */
const filters = process.argv.slice(2).filter((argument) => argument !== '--long');

async function checkLedger() {
  const args = ['--conditions=@telltale/source', '--no-warnings', 'scripts/ledger/run.ts'];
  const { code, output } = await runProgram('node', args, { output: 'capture' });
  if (code !== 0) console.log(`\n${output.trimEnd()}`);
  return { title: 'the ledger names only tests that pass', isPassed: code === 0 };
}

async function plantFaults() {
  const args = ['--conditions=@telltale/source', '--no-warnings', 'scripts/planting/run.ts'];
  const { code } = await runProgram('node', args);
  return { title: 'every planted fault is noticed by a test of its row', isPassed: code === 0 };
}

async function writeProof(results, startedMs) {
  const git = async (...args) => (await runProgram('git', args, { output: 'capture' })).output.trim();
  const page = printProofPage(results, {
    commit: await git('rev-parse', 'HEAD'),
    isClean: (await git('status', '--porcelain')) === '',
    date: new Date().toISOString().slice(0, 10),
    minutes: (Date.now() - startedMs) / 60_000,
    counterparts: COUNTERPARTS.map(({ command }) => command).filter(isOnPath),
  });
  writeFileSync(join(root, 'docs', 'proof.md'), page);
}

function asResult({ title, isPassed }) {
  return { file: 'checks', title, status: isPassed ? 'passed' : 'failed' };
}

await runScript(async () => {
  const startedMs = Date.now();
  const isEverything = filters.length === 0;
  await requirePackages();
  await requireOwnNode();
  await buildUi();
  printCounterparts();
  // Half a gigabyte; where it cannot be had, its tests are listed as skipped.
  if (isLong) await installPrivateFolder('clickhouse');
  if (isLong) await installPrivateFolder('zero-code');
  const checks = isEverything ? await runStaticChecks() : [];
  const env = { TELLTALE_TEST_SCALE: isLong ? 'long' : undefined };
  const tests = await tryFailedAgain(await runVitest(filters, env), env);
  writeFileSync(join(RESULTS_FOLDER, 'results.json'), JSON.stringify(tests, undefined, 2));
  if (isEverything) checks.push(await checkLedger());
  if (isLong && isEverything) checks.push(await plantFaults());
  const results = [...checks.map(asResult), ...tests];
  if (isLong && isEverything) await writeProof(results, startedMs);
  const counts = countResults(results);
  printSkipped(results);
  printSecondTries(results);
  printFailed(results);
  console.log(`\n${summaryLine(counts)}`);
  return counts.failed === 0 ? 0 : 1;
});
