import { writeFileSync } from 'node:fs';

import { printRuleFile } from '@telltale/formats';
import type { FileRule } from '@telltale/formats';
import type { Rule } from '@telltale/model';

import { run } from '../../packages/telltale/test/support/run-cli.ts';
import { runProgram } from '../support/program.ts';

/** By file of rule tests: whether promtool is content with it. */
export async function promtoolVerdicts(
  folder: string,
  files: readonly string[],
): Promise<Record<string, boolean>> {
  const { output } = await runProgram('promtool', ['test', 'rules', ...files], { cwd: folder });
  const parts = output.split(/^Unit Testing: +/m).slice(1);
  return Object.fromEntries(parts.map((part) => [part.split('\n', 1)[0].trim(), part.includes('SUCCESS')]));
}

/** By file: whether `telltale test` is content with it. Debian's Prometheus has windows with both edges. */
export async function ourVerdicts(
  folder: string,
  files: readonly string[],
): Promise<Record<string, boolean>> {
  const { output } = await run(folder, 'test', ...files, '--json', '--closed-windows');
  const report: {
    files: { file: string; errors: string[]; tests: { failures: unknown[] }[] }[];
  } = JSON.parse(output);
  return Object.fromEntries(
    report.files.map(({ file, errors, tests }) => [
      file,
      errors.length === 0 && tests.every(({ failures }) => failures.length === 0),
    ]),
  );
}

/** Writes rules as a rule file has them. */
export function writeRules(file: string, rules: readonly Rule[]): void {
  writeFileSync(file, printRuleFile([{ name: 'alerts', labels: {}, rules: rules.map(fileRule) }]));
}

function fileRule(rule: Rule): FileRule {
  const { name, labels, query: expr } = rule;
  if (rule.kind === 'recording') return { kind: 'recording', name, labels, expr };
  const { forMs, keepFiringForMs, annotations } = rule;
  return { kind: 'alerting', name, labels, expr, forMs, keepFiringForMs, annotations };
}
