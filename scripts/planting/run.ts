import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

import { copyWorkspace } from './copy-workspace.ts';
import { plantFault } from './planted-fault.ts';
import type { PlantedFault } from './planted-fault.ts';
import { PLANTED_FAULTS } from './planted-faults.ts';

// Plants each fault into a copy of the repository, sees which tests of its row fail, and writes the page about it.

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const PAGE = join(ROOT, 'docs', 'planted-faults.md');

interface Assertion {
  readonly title: string;
  readonly ancestorTitles: readonly string[];
  readonly status: string;
}

interface Report {
  readonly testResults: readonly { readonly assertionResults: readonly Assertion[] }[];
}

/** Titles of the tests of a file that pass and that fail in the copy. */
function runTests(
  copy: string,
  test: string,
): { readonly passed: Set<string>; readonly failed: Set<string> } {
  const report = join(copy, 'planted.json');
  rmSync(report, { force: true });
  const args = ['run', test, '--reporter=json', `--outputFile=${report}`];
  spawnSync(join(copy, 'node_modules/.bin/vitest'), args, { cwd: copy, stdio: 'ignore' });
  const { testResults }: Report = JSON.parse(readFileSync(report, 'utf8'));
  const titles = (status: string) =>
    new Set(
      testResults
        .flatMap(({ assertionResults }) => assertionResults)
        .filter((one) => one.status === status)
        .map(({ ancestorTitles, title }) => [...ancestorTitles, title].join(' > ')),
    );
  return { passed: titles('passed'), failed: titles('failed') };
}

/** The tests of the row that pass without the fault and fail with it. */
function noticedBy(copy: string, fault: PlantedFault, titles: readonly string[]): readonly string[] {
  const path = join(copy, fault.file);
  const sound = readFileSync(path, 'utf8');
  const before = soundRun(copy, fault.test);
  writeFileSync(path, plantFault(sound, fault));
  const { failed } = runTests(copy, fault.test);
  writeFileSync(path, sound);
  return titles.filter((title) => failed.has(title) && before.has(title));
}

const soundRuns = new Map<string, ReadonlySet<string>>();

/** Without a fault a file is run once. */
function soundRun(copy: string, test: string): ReadonlySet<string> {
  const known = soundRuns.get(test) ?? runTests(copy, test).passed;
  soundRuns.set(test, known);
  return known;
}

function printPage(rows: readonly (readonly [PlantedFault, readonly string[]])[]): string {
  const lines = rows.map(
    ([{ row, loss }, tests]) =>
      `| ${row} | ${loss} | ${tests.map((title) => title.replaceAll('|', '\\|')).join('<br>')} |`,
  );
  return `# Planted faults

\`npm run plant\` puts each of these faults into a copy of the repository and runs the tests of the row of the [ledger](ledger.json) that the fault takes something from: they passed without it, and they fail with it. Generated; do not edit.

| Row | What the fault does | What notices it |
| --- | --- | --- |
${lines.join('\n')}
`;
}

function writePage(text: string): void {
  writeFileSync(PAGE, text);
  spawnSync(join(ROOT, 'node_modules/.bin/oxfmt'), [PAGE], { stdio: 'ignore' });
}

const ledger: Record<string, { readonly tests: readonly string[] }> = JSON.parse(
  readFileSync(join(ROOT, 'docs', 'ledger.json'), 'utf8'),
);
const copy = mkdtempSync(join(tmpdir(), 'telltale-planted-'));
try {
  copyWorkspace(ROOT, copy);
  const rows = PLANTED_FAULTS.map((fault) => {
    const tests = noticedBy(copy, fault, ledger[fault.row].tests);
    console.log(`${tests.length > 0 ? 'seen' : 'NOT SEEN'}  ${fault.row}  ${fault.loss}`);
    return [fault, tests] as const;
  });
  const seen = rows.filter(([, tests]) => tests.length > 0);
  console.log(`\n${seen.length} of ${rows.length} planted faults were seen`);
  if (seen.length === rows.length) writePage(printPage(rows));
  else process.exitCode = 1;
} finally {
  rmSync(copy, { recursive: true, force: true });
}
