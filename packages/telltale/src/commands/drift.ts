import { loadDefinition } from '../definition/load-definition.ts';
import { driftServer } from '../drift/drift-servers.ts';
import { findDrift } from '../drift/find-drift.ts';
import { printFindings } from '../drift/print-findings.ts';
import type { CommandIo } from '../io/command-io.ts';
import { EXIT } from '../io/command-io.ts';
import { serverAddress } from '../io/server-address.ts';
import { grafanaToken } from '../server/grafana-access.ts';

/** The options of `telltale drift`. */
export interface DriftCommandOptions {
  readonly config?: string;
  readonly env?: string;
  /** Address of a station, for all but dashboards. */
  readonly url?: string;
  readonly prometheus?: string;
  readonly alertmanager?: string;
  readonly grafana?: string;
  readonly json?: boolean;
}

/**
 * `telltale drift`: compares the definition with what servers run. Returns 1 where something is not as defined.
 *
 * @throws TelltaleError TT_USAGE, TT_STATION_UNREACHABLE, and what loading a definition throws.
 */
export async function driftCommand(options: DriftCommandOptions, io: CommandIo): Promise<number> {
  const { prometheus, alertmanager, grafana } = options;
  const { resolved } = await loadDefinition({
    config: options.config,
    cwd: io.cwd,
    environment: options.env,
    env: io.env,
  });
  const isNamed = [prometheus, alertmanager, grafana].some((address) => address !== undefined);
  const station = isNamed ? options.url : (options.url ?? serverAddress(undefined, io));
  const server = (address: string | undefined, token?: string) =>
    address === undefined ? undefined : driftServer(serverAddress(address, io), token);
  const servers = {
    prometheus: server(prometheus ?? station),
    alertmanager: server(alertmanager ?? station),
    grafana: server(grafana, grafanaToken(io)),
  };
  const report = await findDrift(resolved, servers);
  io.write(options.json ? `${JSON.stringify(report, undefined, 2)}\n` : printFindings(report, io.useColor));
  return report.findings.length === 0 ? EXIT.ok : EXIT.findings;
}
