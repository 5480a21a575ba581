import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { ROOT, runProgram } from '../support/program.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';

function conformance(...args: string[]) {
  const run = ['--conditions=@telltale/source', '--no-warnings', 'scripts/conformance/run.ts', ...args];
  return runProgram('node', run, { cwd: ROOT });
}

test('the own cases pass, and every tier meets its goal', async () => {
  const { exit, output } = await conformance('packages/promql/test/cases');
  expect(exit, output).toBe(0);
  expect(output).toMatch(/^native_histograms +\d+ +\d+ +0 +0 +100\.0 %/m);
  for (const tier of ['stable', 'native', 'experimental'])
    expect(output).toMatch(new RegExp(`^${tier}: 100\\.0 % of the cases pass, the goal is .* - met$`, 'm'));
});

test('a failed case misses the goal and is explained with its line', async () => {
  const folder = temporaryFolder();
  writeFileSync(join(folder, 'wrong.test'), 'load 1m\n  a 1\n\neval instant at 0 a\n  a 2\n');
  const { exit, output } = await conformance(folder, '--verbose');
  expect(exit).toBe(1);
  expect(output).toContain('wrong.test:4: failed: a\n    a at 0: expected 2, got 1');
  expect(output).toContain('stable: 0.0 % of the cases pass, the goal is 100.0 % - missed');
});

test.each([
  ['there is no folder', ['/nowhere/at/all'], 'There is no folder /nowhere/at/all.'],
  ['nothing is named', [], 'Usage: npm run conformance -- FOLDER'],
  ['an option does not exist', ['--loud', 'packages'], 'Unknown option --loud.'],
  ['a folder has no scripts', ['packages'], 'packages has no *.test files.'],
  ['a file is named', ['package.json'], 'package.json is no folder.'],
])('the command says what to do when %s', async (_, args, text) => {
  const { exit, output } = await conformance(...args);
  expect(exit).toBe(2);
  expect(output).toContain(text);
});
