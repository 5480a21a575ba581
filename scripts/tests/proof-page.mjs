import { countResults } from './summary.mjs';

/** @typedef {import('./vitest-run.mjs').TestResult} TestResult */

/** `packages/storage/src/…` belongs to `packages/storage`, `test/e2e/…` to `test/e2e`. */
function suiteOf(file) {
  return file.split('/').slice(0, 2).join('/');
}

/**
 * The page about a long run.
 * @param {readonly TestResult[]} results
 * @param {{ commit: string, isClean: boolean, date: string, minutes: number, counterparts: readonly string[] }} run
 */
export function printProofPage(results, run) {
  const suites = [...new Set(results.map(({ file }) => suiteOf(file)))].toSorted((a, b) =>
    a.localeCompare(b),
  );
  const rows = suites.map((suite) => {
    const { passed, failed, skipped } = countResults(results.filter(({ file }) => suiteOf(file) === suite));
    return `| ${suite} | ${passed} | ${failed} | ${skipped} |`;
  });
  const total = countResults(results);
  return `# Proof

The last long run (\`npm run test:long\`): every suite at its full count. Generated; do not edit.

- Commit: \`${run.commit}\`${run.isClean ? '' : ' with local changes'}
- Date: ${run.date}
- Duration: ${run.minutes.toFixed(1)} min on ${process.platform} ${process.arch}
- Counterparts: ${run.counterparts.join(', ') || 'none'}

| Suite | Passed | Failed | Skipped |
| --- | ---: | ---: | ---: |
${rows.join('\n')}
| **All** | **${total.passed}** | **${total.failed}** | **${total.skipped}** |
`;
}
