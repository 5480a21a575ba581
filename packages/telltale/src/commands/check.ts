import { TelltaleError } from '@telltale/model';
import { withoutKnown, writeBaseline } from '../check/baseline/baseline.ts';
import { changedFiles } from '../check/changed/changed-files.ts';
import type { RulePreset } from '../check/check-rule.ts';
import { applyEdits } from '../check/fix/apply-edits.ts';
import type { CheckReport } from '../check/report/check-report.ts';
import { keepFindings } from '../check/report/check-report.ts';
import { githubReport } from '../check/report/github-report.ts';
import { jsonReport } from '../check/report/json-report.ts';
import { junitReport } from '../check/report/junit-report.ts';
import { createPaint } from '../check/report/paint.ts';
import { plural } from '../check/report/plural.ts';
import { printReport } from '../check/report/print-findings.ts';
import { printMissedRules } from '../check/report/print-skipped.ts';
import { sarifReport } from '../check/report/sarif-report.ts';
import { ALL_RULES } from '../check/rules/all-rules.ts';
import { rulesOfPreset } from '../check/rules/rules-of-preset.ts';
import { runCheck } from '../check/run-check.ts';
import { parseTargetVersions } from '../check/stack/target-versions.ts';
import type { CommandIo } from '../io/command-io.ts';
import { EXIT } from '../io/command-io.ts';
import { printable } from '../io/printable.ts';
import { VERSION } from '../io/version.ts';

export interface CheckCommandOptions {
  /** Files and folders. */
  readonly paths: readonly string[];
  /** File or address of a metrics page. */
  readonly metrics?: string;
  /** Whether `telltale.config.ts` is run; it is where nothing is said. */
  readonly definition?: boolean;
  /** Environment of the definitions that have any; `TELLTALE_ENV` where nothing is said. */
  readonly env?: string;
  /** Versions that the files are to run on: `prometheus=3,grafana=13`. */
  readonly targetVersions?: string;
  /** Which rules run; `recommended` where nothing is said. */
  readonly preset?: RulePreset;
  /** The least severity that makes the check fail; `error` where nothing is said. */
  readonly failOn?: 'error' | 'warning' | 'info';
  /** Shows only findings that do not stand in this file. */
  readonly baseline?: string;
  /** Writes the findings to the file of `baseline`. */
  readonly writeBaseline?: boolean;
  /** Shows only findings in files that differ from this commit; `true` is the last one. */
  readonly changed?: string | true;
  /** Makes the changes that mend findings, then checks again. */
  readonly fix?: boolean;
  /** Prints every finding in full, however many there are. */
  readonly all?: boolean;
  readonly json?: boolean;
  readonly sarif?: boolean;
  readonly junit?: boolean;
  readonly github?: boolean;
}

/**
 * `telltale check`: prints findings and returns 0 where none is an error (or as grave as `failOn`), 1
 * where one is or where something that may hold rules was found but not read. A path that was named
 * and cannot be read throws; the command line makes exit code 2 of it.
 *
 * @throws TelltaleError TT_FILE_READ, TT_FILE_WRITE, TT_USAGE, or what loading a definition throws.
 */
export async function checkCommand(options: CheckCommandOptions, io: CommandIo): Promise<number> {
  const print = printerOf(options, io);
  // A variable of a script that is not set would mean the working folder.
  if (options.paths.includes('')) throw new TelltaleError('TT_USAGE', 'a path is empty');
  if (options.writeBaseline) return writeFirstBaseline(options, io);
  let report = await reportOf(options, io);
  if (options.fix) {
    const { mended, files, untouched } = await applyEdits(report.findings, io.cwd);
    if (untouched.length > 0) {
      const reason = 'outside of the working folder, or not the text that was checked';
      io.writeError(`telltale: not mended, ${reason}: ${printable(untouched.join(', '))}\n`);
    }
    if (mended > 0) {
      io.writeError(`telltale: mended ${plural(mended, 'finding')} in ${printable(files.join(', '))}\n`);
      report = await reportOf(options, io);
    }
  }
  io.write(print(report));
  const missedRules = printMissedRules(report.skipped);
  if (missedRules !== '') io.writeError(missedRules);
  return fails(report, options) || missedRules !== '' ? EXIT.findings : EXIT.ok;
}

async function reportOf(options: CheckCommandOptions, io: CommandIo): Promise<CheckReport> {
  let report = await checkOf(options, io);
  if (options.baseline !== undefined) report = await withoutKnown(report, options.baseline, io.cwd);
  if (options.changed === undefined) return report;
  const changed = await changedFiles(options.changed === true ? 'HEAD' : options.changed, io.cwd);
  return keepFindings(report, 'unchanged', ({ place }) => changed.has(place.position.file));
}

function checkOf(
  {
    paths,
    metrics,
    preset = 'recommended',
    definition = true,
    env: named,
    targetVersions: wanted,
  }: CheckCommandOptions,
  { cwd, env }: CommandIo,
) {
  const rules = rulesOfPreset(preset);
  const environment = named ?? env['TELLTALE_ENV'];
  const targetVersions = wanted === undefined ? undefined : parseTargetVersions(wanted);
  return runCheck({ paths, metrics, cwd, rules, runsDefinitions: definition, environment, targetVersions });
}

async function writeFirstBaseline(options: CheckCommandOptions, io: CommandIo): Promise<number> {
  const { baseline } = options;
  if (baseline === undefined) {
    const fix = 'Name the file to write: --baseline FILE --write-baseline.';
    throw new TelltaleError('TT_USAGE', '--write-baseline needs a file', { fix });
  }
  const report = await checkOf(options, io);
  await writeBaseline(baseline, io.cwd, report);
  const { length } = report.findings;
  if (options.json) io.write(`${JSON.stringify({ baseline, findings: length })}\n`);
  else io.write(`wrote ${plural(length, 'finding')} to ${baseline}\n`);
  return EXIT.ok;
}

function fails(
  { counts: { errors, warnings, infos } }: CheckReport,
  { failOn = 'error' }: CheckCommandOptions,
) {
  const counted = { error: errors, warning: errors + warnings, info: errors + warnings + infos };
  return counted[failOn] > 0;
}

/** The one format that was asked for; text for people without any. */
function printerOf(options: CheckCommandOptions, io: CommandIo): (report: CheckReport) => string {
  const indented = (content: object): string => `${JSON.stringify(content, undefined, 2)}\n`;
  const printers = {
    json: (report: CheckReport) => indented(jsonReport(report)),
    sarif: (report: CheckReport) => indented(sarifReport(report, ALL_RULES, VERSION)),
    junit: junitReport,
    github: githubReport,
  };
  const asked = (['json', 'sarif', 'junit', 'github'] as const).filter((format) => options[format]);
  if (asked.length > 1) {
    const fix = 'Name one format, and run the check once for each.';
    throw new TelltaleError('TT_USAGE', `--${asked.join(' and --')} exclude each other`, { fix });
  }
  const [format] = asked;
  if (asked.length === 1) return printers[format];
  return (report) => printReport(report, createPaint(io.useColor), { all: options.all });
}
