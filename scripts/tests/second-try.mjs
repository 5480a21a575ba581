import { runVitest } from './vitest-run.mjs';

/** @typedef {import('./vitest-run.mjs').TestResult} TestResult */

/** More files than these do not fail for want of processor time. */
const MAX_FILES = 4;

/**
 * Tests of the whole product share a machine with one another, and what starts a browser beside a database may
 * be starved. So the few files of them that failed are run again, each for itself, from their beginning. What
 * fails then is wrong; what passes then is counted and named, for it is a test to be made steady.
 * @param {readonly TestResult[]} results of the first try
 * @param {Record<string, string | undefined>} env
 * @returns {Promise<readonly TestResult[]>}
 */
export async function tryFailedAgain(results, env) {
  const files = new Set(results.filter(({ status }) => status === 'failed').map(({ file }) => file));
  const isWorthIt = files.size > 0 && files.size <= MAX_FILES && [...files].every(isWhole);
  if (!isWorthIt) return results;
  const again = [];
  for (const file of files) again.push(...(await runVitest([file], env)));
  return [...results.filter(({ file }) => !files.has(file)), ...again.map(marked(results))];
}

/** Tests of units share nothing with others, and so have no second try. */
function isWhole(file) {
  return file.startsWith('test/');
}

function marked(first) {
  const failed = new Set(first.filter(({ status }) => status === 'failed').map(keyOf));
  return (result) =>
    result.status === 'passed' && failed.has(keyOf(result)) ? { ...result, isSecondTry: true } : result;
}

function keyOf({ file, title }) {
  return `${file}\n${title}`;
}
