import { coverageOf, scoreAlert, scoreSynthesised } from '@telltale/alerting';
import type { AlertTest, MutationScore } from '@telltale/alerting';
import type { ResolvedDefinition } from '@telltale/definition';
import { TelltaleError } from '@telltale/model';
import type { AlertingRule } from '@telltale/model';
import { createPaint } from '../check/report/paint.ts';
import { findDefinition, loadDefinition } from '../definition/load-definition.ts';
import type { CommandIo } from '../io/command-io.ts';
import { EXIT } from '../io/command-io.ts';
import { serverAddress } from '../io/server-address.ts';
import { askServer } from '../server/ask-server.ts';
import { alertsOfCollection, collectionTestsOf } from '../testing/collection/run-collection.ts';
import { findTestFiles } from '../testing/files/find-test-files.ts';
import type { TestFile } from '../testing/files/find-test-files.ts';
import { runAlertsFile } from '../testing/files/run-alerts-file.ts';
import { runRuleTestFile, testsOfAlert } from '../testing/files/run-rule-test-file.ts';
import { alertNames, runSynthesised, synthesiseTests } from '../testing/files/run-synthesised.ts';
import type { SynthesisedTests } from '../testing/files/run-synthesised.ts';
import { junitTests } from '../testing/report/junit-tests.ts';
import { countByRule } from '../testing/report/rule-counts.ts';
import { printTestReport } from '../testing/report/print-report.ts';
import type { FileResult, TestReport } from '../testing/report/test-report.ts';
import { countTests, mutationScoreOf } from '../testing/report/test-report.ts';

export interface TestCommandOptions {
  /** Files and folders; the working folder where none is named. */
  readonly paths: readonly string[];
  readonly config?: string;
  /** Environment of the definition. */
  readonly env?: string;
  /** Whether mutants of the alerts are tried. */
  readonly mutation?: boolean;
  /** The least mutation score in percent with which the command succeeds. */
  readonly minScore?: string;
  /** Whether windows include their left edge, as before Prometheus 3. */
  readonly closedWindows?: boolean;
  readonly json?: boolean;
  readonly junit?: boolean;
  /** Whether a station keeps what was found, and shows it beside the rules. */
  readonly save?: boolean;
  /** Address of that station. */
  readonly url?: string;
}

/**
 * `telltale test`: runs the tests of alerts that it finds, or without any those that it makes up from the
 * definition. Exit code 0 when all pass, 1 when one fails or the mutation score is too low.
 *
 * @throws TelltaleError TT_FILE_READ, TT_USAGE, or what loading a definition throws.
 */
export async function testCommand(options: TestCommandOptions, io: CommandIo): Promise<number> {
  if (options.json && options.junit)
    throw new TelltaleError('TT_USAGE', '--json and --junit exclude each other');
  const minScore = readScore(options.minScore);
  const report = await runTests(options, io);
  if (options.save) await saveCounts(report, serverAddress(options.url, io));
  io.write(printed(report, options, io));
  const { failed } = countTests(report);
  const isTooLow = minScore !== undefined && mutationScoreOf(report.mutation ?? []) * 100 < minScore;
  return failed > 0 || isTooLow ? EXIT.findings : EXIT.ok;
}

const SAVE_TIMEOUT_MS = 15_000;

async function saveCounts(report: TestReport, address: string): Promise<void> {
  const { ok, status } = await askServer(address, '/api/telltale/rule_tests', {
    body: { ranAtMs: Date.now(), rules: countByRule(report) },
    timeoutMs: SAVE_TIMEOUT_MS,
  });
  if (ok) return;
  throw new TelltaleError('TT_STATION_UNREACHABLE', `${address} does not keep tests: HTTP ${status}`);
}

function printed(report: TestReport, { json, junit }: TestCommandOptions, io: CommandIo): string {
  if (json) return `${JSON.stringify(report, undefined, 2)}\n`;
  return junit ? junitTests(report) : printTestReport(report, createPaint(io.useColor));
}

function readScore(text: string | undefined): number | undefined {
  if (text === undefined) return undefined;
  const score = Number(text);
  if (text.trim() !== '' && score >= 0 && score <= 100) return score;
  const fix = 'Write percent: --min-score 90.';
  throw new TelltaleError('TT_USAGE', `--min-score is no percentage: ${JSON.stringify(text)}`, { fix });
}

async function runTests(options: TestCommandOptions, io: CommandIo): Promise<TestReport> {
  const paths = options.paths.length > 0 ? options.paths : ['.'];
  const files = await findTestFiles(paths, io.cwd);
  const resolved = await definitionOf(options, io);
  const results: FileResult[] = [];
  const repeatable: RepeatableTests[] = [];
  for (const file of files) {
    const run = await runFile(file, options, io);
    results.push(run.result);
    if (run.tests) repeatable.push(run.tests);
  }
  if (files.length === 0 && !resolved) {
    const fix =
      'Write tests (*.test.yml of promtool, *.alerts.ts), or a definition: tests are made up from it.';
    throw new TelltaleError('TT_USAGE', 'There is nothing to test here.', { fix });
  }
  const needsMadeUp = resolved !== undefined && (files.length === 0 || options.mutation === true);
  const madeUp = needsMadeUp ? await synthesiseTests(resolved) : undefined;
  if (resolved && madeUp && files.length === 0) results.push(await runSynthesised(resolved, madeUp));
  const inFiles = repeatable.flatMap(({ alerts }) => alerts.map(({ name }) => name));
  const names = resolved ? alertNames(resolved) : inFiles;
  const passed = results.flatMap(({ tests }) => tests.filter(({ failures }) => failures.length === 0));
  return {
    files: results,
    leftOut: madeUp?.leftOut ?? [],
    coverage: coverageOf(
      names,
      passed.flatMap(({ covered }) => covered),
    ),
    mutation: options.mutation ? await mutationOf(madeUp, repeatable) : undefined,
  };
}

/** Tests of rule files need no definition. */
async function definitionOf(
  { config, env }: TestCommandOptions,
  io: CommandIo,
): Promise<ResolvedDefinition | undefined> {
  if (config === undefined && findDefinition(io.cwd) === undefined) return undefined;
  return (await loadDefinition({ config, cwd: io.cwd, environment: env, env: io.env })).resolved;
}

/** Tests of a file that can be run with mutants of an alert. */
interface RepeatableTests {
  readonly alerts: readonly AlertingRule[];
  testsOf(rule: AlertingRule): readonly AlertTest[];
}

interface FileRun {
  readonly result: FileResult;
  readonly tests: RepeatableTests | undefined;
}

async function runFile(
  file: TestFile,
  { closedWindows = false }: TestCommandOptions,
  { cwd }: CommandIo,
): Promise<FileRun> {
  if (file.kind === 'alerts') {
    const { result, collection } = await runAlertsFile(file);
    const tests = collection && {
      alerts: alertsOfCollection(collection),
      testsOf: (rule: AlertingRule) => collectionTestsOf(collection, rule),
    };
    return { result, tests };
  }
  const { result, loaded } = await runRuleTestFile(file, { cwd, closedWindows });
  const tests = loaded && {
    alerts: loaded.groups.flatMap(({ rules }) => rules.filter((rule) => rule.kind === 'alerting')),
    testsOf: (rule: AlertingRule) => testsOfAlert(loaded, rule),
  };
  return { result, tests };
}

/** Where there are tests in files, only they are tried: what they miss must not be hidden by made-up ones. */
async function mutationOf(
  madeUp: SynthesisedTests | undefined,
  files: readonly RepeatableTests[],
): Promise<readonly MutationScore[]> {
  const scores: MutationScore[] = [];
  if (files.length === 0) {
    for (const known of madeUp?.byAlert.values() ?? []) scores.push(await scoreSynthesised(known));
    return scores;
  }
  const alerts = new Map(files.flatMap((file) => file.alerts).map((rule) => [rule.name, rule]));
  for (const rule of alerts.values()) {
    const tests = files.flatMap((file) => file.testsOf(rule));
    const known = madeUp?.byAlert.get(rule.name);
    scores.push(
      known ? await scoreSynthesised({ ...known, cases: [] }, tests) : await scoreAlert({ rule, tests }),
    );
  }
  return scores;
}
