import type { CommandIo } from '../io/command-io.ts';
import { EXIT } from '../io/command-io.ts';
import { serverAddress } from '../io/server-address.ts';
import { loadDefinition } from '../definition/load-definition.ts';
import { printStatus } from '../status/print-status.ts';
import { isWell, readStatus } from '../status/read-status.ts';
import { stackInterfaces } from '../status/server-urls.ts';

/** The options of `telltale status`. */
export interface StatusCommandOptions {
  readonly url?: string;
  /** Whether the servers of the generated stack are to answer as well. */
  readonly stack?: boolean;
  readonly config?: string;
  readonly env?: string;
  readonly json?: boolean;
}

/**
 * `telltale status`: where a running station is, each of its addresses tried, and how it does. Returns 1 where a target is
 * down or an address does not answer.
 *
 * @throws TelltaleError TT_STATION_UNREACHABLE; with `stack` what loading a definition throws.
 */
export async function statusCommand(options: StatusCommandOptions, io: CommandIo): Promise<number> {
  const address = serverAddress(options.url, io);
  const status = await readStatus(address, options.stack ? await stackOf(options, io) : []);
  io.write(options.json ? `${JSON.stringify(status, undefined, 2)}\n` : printStatus(status, io.useColor));
  return isWell(status) ? EXIT.ok : EXIT.findings;
}

async function stackOf({ config, env: environment }: StatusCommandOptions, { cwd, env }: CommandIo) {
  return stackInterfaces((await loadDefinition({ config, cwd, environment, env })).resolved);
}
