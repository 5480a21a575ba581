/** @typedef {import('./vitest-run.mjs').TestResult} TestResult */

/** @param {readonly TestResult[]} results */
export function countResults(results) {
  const count = (status) => results.filter((result) => result.status === status).length;
  return { passed: count('passed'), failed: count('failed'), skipped: count('skipped') };
}

/** The closing line: `12 passed, 0 failed`, and the skipped ones where there are any. */
export function summaryLine({ passed, failed, skipped }) {
  return `${passed} passed, ${failed} failed${skipped > 0 ? `, ${skipped} skipped` : ''}`;
}

/** Names what was skipped and how to enable it. @param {readonly TestResult[]} results */
export function printSkipped(results) {
  const skipped = results.filter(({ status }) => status === 'skipped');
  if (skipped.length === 0) return;
  console.log('\nSkipped ("npm run setup:counterparts" installs the programs they need):');
  for (const { file, title } of skipped) console.log(`  - ${file}: ${title}`);
}

/** Names what passed only when it was tried again. @param {readonly TestResult[]} results */
export function printSecondTries(results) {
  const late = results.filter(({ isSecondTry }) => isSecondTry === true);
  if (late.length === 0) return;
  console.log('\nFailed beside others and passed alone (to be made steady):');
  for (const { file, title } of late) console.log(`  - ${file}: ${title}`);
}

/** Names what failed, so that the end of the output says it all. @param {readonly TestResult[]} results */
export function printFailed(results) {
  const failed = results.filter(({ status }) => status === 'failed');
  if (failed.length === 0) return;
  console.log('\nFailed:');
  for (const { file, title } of failed) console.log(`  - ${file}: ${title}`);
}
