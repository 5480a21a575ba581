import { runProgram } from '../workspace/run-program.mjs';

/** What can be said about the code without running it; the quickest first. */
const STATIC_CHECKS = [
  { title: 'formatting (oxfmt)', program: 'oxfmt', args: ['--check', '.'] },
  { title: 'lint (oxlint)', program: 'oxlint', args: ['--type-aware'] },
  { title: 'types (tsc)', program: 'tsc', args: ['-b'] },
  { title: 'unused code and dependencies (knip)', program: 'knip', args: ['--no-progress'] },
  {
    title: 'generated documentation is up to date',
    program: 'node',
    args: ['--conditions=@telltale/source', '--no-warnings', 'scripts/docs/run.ts', '--check'],
  },
  {
    title: 'licences of what is shipped',
    program: 'node',
    args: ['--conditions=@telltale/source', '--no-warnings', 'scripts/release/run-sbom.ts', '--check'],
  },
];

/**
 * Runs all checks, prints one line each and the output of those that fail.
 * @returns {Promise<readonly { title: string, isPassed: boolean }[]>}
 */
export async function runStaticChecks() {
  const outcomes = [];
  for (const { title, program, args } of STATIC_CHECKS) {
    const startedMs = Date.now();
    const { code, output } = await runProgram(program, args, { output: 'capture' });
    const seconds = ((Date.now() - startedMs) / 1000).toFixed(1);
    console.log(`${code === 0 ? '✓' : '✗'} ${title} (${seconds} s)`);
    if (code !== 0) console.log(output.trimEnd());
    outcomes.push({ title, isPassed: code === 0 });
  }
  return outcomes;
}
