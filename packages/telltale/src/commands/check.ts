import { createPaint } from '../check/report/paint.ts';
import { jsonReport } from '../check/report/json-report.ts';
import { printReport } from '../check/report/print-findings.ts';
import { printMissedRules } from '../check/report/print-skipped.ts';
import { runCheck } from '../check/run-check.ts';
import type { CommandIo } from '../io/command-io.ts';
import { EXIT } from '../io/command-io.ts';

export interface CheckCommandOptions {
  /** Files and folders. */
  readonly paths: readonly string[];
  /** File or address of a metrics page. */
  readonly metrics?: string;
  readonly json?: boolean;
}

/**
 * `telltale check`: prints findings and returns 0 where none is an error, 1 where one is or where
 * something that may hold rules was found but not read. A path that was named and cannot be read
 * throws; the command line makes exit code 2 of it.
 */
export async function checkCommand(options: CheckCommandOptions, io: CommandIo): Promise<number> {
  const report = await runCheck({ paths: options.paths, metrics: options.metrics, cwd: io.cwd });
  if (options.json) io.write(`${JSON.stringify(jsonReport(report), undefined, 2)}\n`);
  else io.write(printReport(report, createPaint(io.useColor)));
  const missedRules = printMissedRules(report.skipped);
  if (missedRules !== '') io.writeError(missedRules);
  return report.counts.errors > 0 || missedRules !== '' ? EXIT.findings : EXIT.ok;
}
