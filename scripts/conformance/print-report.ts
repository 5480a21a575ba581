import type { Counts } from '../../packages/promql/test/notation/count-outcomes.ts';
import { countOutcomes } from '../../packages/promql/test/notation/count-outcomes.ts';
import { TIERS, tierOf } from '../../packages/promql/test/notation/tiers.ts';
import type { FileReport } from './run-folder.ts';

const HEAD = ['file', 'cases', 'passed', 'failed', 'unsupported', '%', 'asked again', 'failed then'];

/** Prints a table by file and by tier; returns whether every goal is met. */
export function printReport(
  files: readonly FileReport[],
  { isVerbose }: { readonly isVerbose: boolean },
): boolean {
  if (isVerbose) printFailures(files);
  const tiers = TIERS.map((tier) => ({
    tier,
    files: files.filter(({ name }) => tierOf(name) === tier),
  })).filter((item) => item.files.length > 0);
  const rows = files.map((file) => rowOf(file.name.replace(/\.test$/, ''), countOutcomes([file])));
  const totals = tiers.map((item) => rowOf(item.tier.name, countOutcomes(item.files)));
  printTable([HEAD, ...rows, HEAD.map(() => ''), ...totals]);
  console.log();
  const missed = tiers.filter(({ tier, files: own }) => {
    const share = shareOf(countOutcomes(own));
    const isMet = share >= tier.goal;
    const goal = `${tier.name}: ${percent(share)} of the cases pass, the goal is ${percent(tier.goal)}`;
    console.log(`${goal} - ${isMet ? 'met' : 'missed'}`);
    return !isMet;
  });
  return missed.length === 0;
}

function rowOf(name: string, counts: Counts): string[] {
  const { cases, passed, failed, unsupported, rerunsPassed, rerunsFailed } = counts;
  const numbers = [cases, passed, failed, unsupported].map(String);
  const again = [rerunsPassed + rerunsFailed, rerunsFailed].map(String);
  return [name, ...numbers, percent(shareOf(counts)), ...again];
}

/** A case counts as passed only when it also passes each other way it is asked. */
function shareOf({ cases, passedEveryWay }: Counts): number {
  return cases === 0 ? 1 : passedEveryWay / cases;
}

/** Rounded down, so that 100 % means all. */
function percent(share: number): string {
  return `${(Math.floor(share * 1000) / 10).toFixed(1)} %`;
}

function printTable(rows: readonly (readonly string[])[]): void {
  const widths = HEAD.map((_, column) => Math.max(...rows.map((row) => row[column].length)));
  for (const row of rows) {
    const cells = row.map((cell, column) =>
      column === 0 ? cell.padEnd(widths[column]) : cell.padStart(widths[column]),
    );
    console.log(cells.join('  ').trimEnd());
  }
}

function printFailures(files: readonly FileReport[]): void {
  for (const { name, cases, reruns } of files) {
    for (const { line, query, status, reason } of [...cases, ...reruns]) {
      if (status === 'passed') continue;
      console.log(`${name}:${line}: ${status}: ${query}`);
      console.log(`    ${(reason ?? '').replaceAll('\n', '\n    ')}\n`);
    }
  }
}
