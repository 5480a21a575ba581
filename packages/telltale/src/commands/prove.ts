import { createFetchTransport, runDrill } from '@telltale/alerting';
import type { DrillReport } from '@telltale/alerting';
import type { ResolvedDefinition } from '@telltale/definition';
import { closestName } from '@telltale/model';
import { TelltaleError } from '@telltale/model';
import type { CommandIo } from '../io/command-io.ts';
import { EXIT } from '../io/command-io.ts';
import { loadDefinition } from '../definition/load-definition.ts';
import { formatDrill, formatDrillTable } from '../prove/prove-report.ts';
import { startStrictSink } from '../prove/strict-sink.ts';

export interface ProveCommandOptions {
  /** Name of one alert; all alerts without it. */
  readonly alert?: string | undefined;
  /** All alerts, also where only one exists, as a table. */
  readonly all?: boolean;
  readonly config?: string;
  /** Environment of the definition. */
  readonly env?: string;
  readonly json?: boolean;
}

/**
 * `telltale prove`: alerts fire on made series, go through the real rule engine and notifier, and
 * arrive at a strict local sink. Exit code 0 when all are proven, 1 when one is not.
 */
export async function proveCommand(options: ProveCommandOptions, io: CommandIo): Promise<number> {
  const { cwd, env } = io;
  const { resolved } = await loadDefinition({ config: options.config, cwd, environment: options.env, env });
  const names = alertsToProve(options, resolved);
  const reports = await proveAll(resolved, names);
  const isSingle = options.alert !== undefined && !options.all;
  if (options.json) io.write(`${JSON.stringify(isSingle ? reports[0] : reports, null, 2)}\n`);
  else io.write(isSingle ? formatDrill(reports[0], io) : formatDrillTable(reports, io));
  return reports.every(({ isProven }) => isProven) ? EXIT.ok : EXIT.findings;
}

function alertsToProve({ alert, all }: ProveCommandOptions, resolved: ResolvedDefinition): readonly string[] {
  const names = resolved.rules.filter(({ kind }) => kind === 'alerting').map(({ name }) => name);
  if (names.length === 0) {
    throw new TelltaleError('TT_UNKNOWN_ALERT', 'The definition has no alerts.', {
      fix: 'Add one under `alerts` in the definition.',
    });
  }
  if (alert === undefined || all) return names;
  if (names.includes(alert)) return [alert];
  const near = closestName(alert, names);
  const question = near === undefined ? '' : ` Did you mean ${near}?`;
  throw new TelltaleError(
    'TT_UNKNOWN_ALERT',
    `There is no alert named ${JSON.stringify(alert)}.${question}`,
    {
      fix: `Alerts of the definition: ${names.join(', ')}.`,
    },
  );
}

async function proveAll(
  resolved: ResolvedDefinition,
  names: readonly string[],
): Promise<readonly DrillReport[]> {
  const sink = await startStrictSink();
  try {
    const reports: DrillReport[] = [];
    for (const alertName of names) {
      reports.push(
        await runDrill({ resolved, alertName, transport: createFetchTransport(), sinkUrl: sink.url }),
      );
    }
    return reports;
  } finally {
    await sink.close();
  }
}
