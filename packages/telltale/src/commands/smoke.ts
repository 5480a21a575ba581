import { loadDefinition } from '../definition/load-definition.ts';
import type { CommandIo } from '../io/command-io.ts';
import { EXIT } from '../io/command-io.ts';
import { durationOption } from '../io/duration-option.ts';
import { serverAddress } from '../io/server-address.ts';
import { createProofProgress } from '../prove/proof-progress.ts';
import { printSmoke } from '../smoke/report/print-smoke.ts';
import { USUAL_JUNIT_FILE, reportInCi, writeJunit } from '../smoke/report/report-in-ci.ts';
import { runSmoke } from '../smoke/run-smoke.ts';
import type { SmokeCase } from '../smoke/smoke-case.ts';
import { failedSteps } from '../smoke/smoke-report.ts';
import type { SmokeReport } from '../smoke/smoke-report.ts';
import type { StepChoice } from '../smoke/smoke-steps.ts';
import { chosenSteps } from '../smoke/smoke-steps.ts';

/** The options of `telltale smoke`. */
export interface SmokeCommandOptions extends StepChoice {
  readonly config?: string;
  readonly env?: string;
  /** Address of a station. */
  readonly url?: string;
  readonly prometheus?: string;
  readonly alertmanager?: string;
  readonly grafana?: string;
  /** Whether the real receivers are sent a test alert. */
  readonly deliver?: boolean;
  /** How long what fails is tried again. */
  readonly wait?: string;
  readonly json?: boolean;
  /** File for JUnit XML. */
  readonly junit?: string;
  /** Whether a CI server reads the output. */
  readonly ci?: boolean;
}

/**
 * `telltale smoke`: tries every part of the monitoring that the definition names, for real. Returns 1 where one
 * is not well.
 *
 * @throws TelltaleError TT_USAGE, TT_FILE_WRITE, or what loading a definition throws.
 */
export async function smokeCommand(options: SmokeCommandOptions, io: CommandIo): Promise<number> {
  const steps = chosenSteps(options);
  const waitMs = options.wait === undefined ? 0 : durationOption('--wait', options.wait);
  const examined = await caseOf(options, new Set(steps.map(({ id }) => id)), io);
  const progress = createProofProgress(io);
  const onProgress = (text: string): void => progress.show(text);
  const report = await runSmoke({ examined, steps, waitMs, onProgress }).finally(() => progress.end());
  const junit = options.junit ?? (options.ci ? USUAL_JUNIT_FILE : undefined);
  if (junit !== undefined) await writeJunit(report, junit, io.cwd);
  io.write(await printed(report, options, io));
  return failedSteps(report).length === 0 ? EXIT.ok : EXIT.findings;
}

async function printed(
  report: SmokeReport,
  { json, ci }: SmokeCommandOptions,
  io: CommandIo,
): Promise<string> {
  const text = ci ? await reportInCi(report, io) : printSmoke(report, io.useColor);
  return json ? `${JSON.stringify(report, undefined, 2)}\n` : text;
}

async function caseOf(
  options: SmokeCommandOptions,
  tries: ReadonlySet<string>,
  io: CommandIo,
): Promise<SmokeCase> {
  const { url, prometheus, alertmanager, grafana, deliver = false } = options;
  const server = serverAddress(prometheus ?? url, io);
  const token = io.env['TELLTALE_GRAFANA_TOKEN'];
  const { resolved } = await loadDefinition({
    config: options.config,
    cwd: io.cwd,
    environment: options.env,
    env: io.env,
  });
  return {
    definition: resolved,
    server,
    alertmanager: alertmanager === undefined ? undefined : serverAddress(alertmanager, io),
    grafana: grafana === undefined ? undefined : { address: serverAddress(grafana, io), token },
    tries,
    deliver,
  };
}
