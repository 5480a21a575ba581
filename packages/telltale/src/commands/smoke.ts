import { loadDefinition } from '../definition/load-definition.ts';
import type { CommandIo } from '../io/command-io.ts';
import { EXIT } from '../io/command-io.ts';
import { durationOption } from '../io/duration-option.ts';
import { serverAddress } from '../io/server-address.ts';
import { createProofProgress } from '../prove/proof-progress.ts';
import { printSmoke } from '../smoke/report/print-smoke.ts';
import { runSmoke } from '../smoke/run-smoke.ts';
import type { SmokeCase } from '../smoke/smoke-case.ts';
import { failedSteps } from '../smoke/smoke-report.ts';
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
}

/**
 * `telltale smoke`: tries every part of the monitoring that the definition names, for real. Returns 1 where one
 * is not well.
 *
 * @throws TelltaleError TT_USAGE, or what loading a definition throws.
 */
export async function smokeCommand(options: SmokeCommandOptions, io: CommandIo): Promise<number> {
  const steps = chosenSteps(options);
  const waitMs = options.wait === undefined ? 0 : durationOption('--wait', options.wait);
  const examined = await caseOf(options, io);
  const progress = createProofProgress(io);
  const onProgress = (text: string): void => progress.show(text);
  const report = await runSmoke({ examined, steps, waitMs, onProgress }).finally(() => progress.end());
  if (options.json) io.write(`${JSON.stringify(report, undefined, 2)}\n`);
  else io.write(printSmoke(report, io.useColor));
  return failedSteps(report).length === 0 ? EXIT.ok : EXIT.findings;
}

async function caseOf(options: SmokeCommandOptions, io: CommandIo): Promise<SmokeCase> {
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
    deliver,
  };
}
