import { mkdirSync, readFileSync, rmSync } from 'node:fs';
import { join, relative } from 'node:path';

import { root, runProgram } from '../workspace/run-program.mjs';

/** Folder of the last run's results; not in version control. */
export const RESULTS_FOLDER = join(root, '.test');

/**
 * @typedef {{ file: string, title: string, status: 'passed' | 'failed' | 'skipped', isSecondTry?: true }} TestResult
 */

/**
 * Runs Vitest and returns what became of every test. A file that cannot be loaded, and a crash of
 * Vitest itself, count as a failed test each.
 * @param {readonly string[]} filters
 * @param {Record<string, string | undefined>} env
 * @returns {Promise<readonly TestResult[]>}
 */
export async function runVitest(filters, env) {
  mkdirSync(RESULTS_FOLDER, { recursive: true });
  const reportFile = join(RESULTS_FOLDER, 'vitest.json');
  rmSync(reportFile, { force: true });
  const reporters = ['--reporter=default', '--reporter=json', `--outputFile.json=${reportFile}`];
  const { code } = await runProgram('vitest', ['run', ...reporters, ...filters], { env });
  const results = readReport(reportFile);
  const isExplained = code === 0 || results.some(({ status }) => status === 'failed');
  if (isExplained && results.length > 0) return results;
  return [...results, { file: 'vitest', title: `Vitest ended with exit code ${code}`, status: 'failed' }];
}

/** @param {string} reportFile @returns {TestResult[]} */
function readReport(reportFile) {
  let report;
  try {
    report = JSON.parse(readFileSync(reportFile, 'utf8'));
  } catch {
    return [];
  }
  return report.testResults.flatMap(resultsOfFile);
}

function resultsOfFile(suite) {
  const file = relative(root, suite.name);
  const results = suite.assertionResults.map((assertion) => ({
    file,
    title: [...assertion.ancestorTitles, assertion.title].join(' > '),
    status: statusOf(assertion.status),
  }));
  const isBroken = suite.status === 'failed' && !results.some(({ status }) => status === 'failed');
  return isBroken ? [...results, { file, title: `${file} can be run`, status: 'failed' }] : results;
}

function statusOf(status) {
  return status === 'passed' || status === 'failed' ? status : 'skipped';
}
