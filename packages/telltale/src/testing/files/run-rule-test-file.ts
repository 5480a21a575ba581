import { glob, readFile } from 'node:fs/promises';
import { dirname, relative, resolve } from 'node:path';
import { coveredByChecks, loadRuleGroups, runRuleTest } from '@telltale/alerting';
import type { AlertTest, RuleTestResult } from '@telltale/alerting';
import { parseRuleFile, parseRuleTestFile } from '@telltale/formats';
import type { FormatIssue, ParsedRuleTest, ParsedRuleTestFile } from '@telltale/formats';
import { TelltaleError } from '@telltale/model';
import type { AlertingRule, Rule, RuleGroup } from '@telltale/model';
import type { FileResult, TestResult } from '../report/test-report.ts';
import type { TestFile } from './find-test-files.ts';

/** What is needed to run the tests of a file, once or with mutants. */
export interface LoadedRuleTests {
  readonly parsed: ParsedRuleTestFile;
  readonly groups: readonly RuleGroup[];
  readonly closedWindows: boolean;
}

/** A file that was run, and what it takes to run it again. */
export interface RuleTestFileRun {
  readonly result: FileResult;
  readonly loaded: LoadedRuleTests | undefined;
}

/** Runs a test file of promtool against the rule files that it names. */
export async function runRuleTestFile(
  file: TestFile,
  options: { readonly cwd: string; readonly closedWindows: boolean },
): Promise<RuleTestFileRun> {
  const failed = (errors: readonly string[]): RuleTestFileRun => ({
    result: { file: file.shown, kind: 'promtool', tests: [], errors },
    loaded: undefined,
  });
  try {
    const parsed = parseRuleTestFile(await readFile(file.path, 'utf8'), file.shown);
    const faults = parsed.issues.filter(({ severity }) => severity === 'error');
    if (faults.length > 0) return failed(faults.map(describeIssue));
    const groups = await loadGroups(file, parsed, options.cwd);
    const loaded = { parsed, groups, closedWindows: options.closedWindows };
    const tests: TestResult[] = [];
    for (const [index, test] of parsed.tests.entries()) tests.push(await runTest(test, index, loaded));
    return { result: { file: file.shown, kind: 'promtool', tests, errors: [] }, loaded };
  } catch (error) {
    return failed([error instanceof Error ? error.message : String(error)]);
  }
}

function describeIssue({ position, message, fix }: FormatIssue): string {
  const { file, line, column } = position;
  return `${file}:${line}:${column}: ${message}${fix === '' ? '' : `; ${fix}`}`;
}

async function loadGroups(
  file: TestFile,
  parsed: ParsedRuleTestFile,
  cwd: string,
): Promise<readonly RuleGroup[]> {
  const groups: RuleGroup[] = [];
  for (const pattern of parsed.ruleFiles) {
    const paths: string[] = [];
    for await (const path of glob(resolve(dirname(file.path), pattern))) paths.push(path);
    if (paths.length === 0) {
      throw new TelltaleError('TT_FILE_READ', `${file.shown}: no rule file matches ${pattern}.`);
    }
    for (const path of paths.toSorted()) {
      const text = await readFile(path, 'utf8');
      groups.push(...loadRuleGroups(parseRuleFile(text, relative(cwd, path))));
    }
  }
  return groups;
}

function run(
  test: ParsedRuleTest,
  loaded: LoadedRuleTests,
  groups: readonly RuleGroup[],
): Promise<RuleTestResult> {
  const { parsed, closedWindows } = loaded;
  return runRuleTest(test, { ...parsed, groups, closedWindows });
}

async function runTest(test: ParsedRuleTest, index: number, loaded: LoadedRuleTests): Promise<TestResult> {
  const startedMs = performance.now();
  const { failures } = await run(test, loaded, loaded.groups);
  return {
    name: test.name === '' ? `test ${index + 1}` : test.name,
    failures: failures.map(({ check, ...failure }) => ({
      ...failure,
      position: positions(test).find((placed) => placed === check)?.position ?? test.position,
    })),
    covered: coveredByChecks(test.checks),
    tookMs: performance.now() - startedMs,
  };
}

function positions({ checks, queryChecks }: ParsedRuleTest) {
  return [...checks, ...queryChecks];
}

/** The tests of a file as tests of one alert, which can be run with mutants of it. */
export function testsOfAlert(loaded: LoadedRuleTests, original: AlertingRule): readonly AlertTest[] {
  const own = loaded.parsed.tests.filter(({ checks }) =>
    checks.some(({ alertName }) => alertName === original.name),
  );
  return own.map((test) => ({
    name: `${loaded.parsed.file}: ${test.name}`,
    passes: async (mutated) => {
      const replace = (rule: Rule): Rule =>
        isSameRule(rule, original) ? { ...mutated, labels: rule.labels } : rule;
      const groups = loaded.groups.map((group) => ({ ...group, rules: group.rules.map(replace) }));
      return (await run(test, loaded, groups)).failures.length === 0;
    },
  }));
}

/** A rule in a file is that of the definition when it has its name and its expression. */
function isSameRule(rule: Rule, original: AlertingRule): boolean {
  return rule.kind === 'alerting' && rule.name === original.name && rule.query === original.query;
}
