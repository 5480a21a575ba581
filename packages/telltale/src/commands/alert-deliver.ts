import { TelltaleError } from '@telltale/model';
import type { ReceiverTestView } from '@telltale/station';
import { textTable } from '../alerts/text-table.ts';
import type { CommandIo } from '../io/command-io.ts';
import { EXIT } from '../io/command-io.ts';
import { serverAddress } from '../io/server-address.ts';
import { createAlertmanagerClient } from '../server/alertmanager-client.ts';

/** The options of `telltale alert deliver`. */
export interface AlertDeliverOptions {
  /** Names of receivers; `all` without any. */
  readonly receivers: readonly string[];
  readonly all?: boolean;
  readonly url?: string;
  readonly json?: boolean;
}

/**
 * `telltale alert deliver`: a running station sends a test message to receivers. Exit code 1 when one of
 * them did not take it, or when there is none.
 */
export async function alertDeliverCommand(options: AlertDeliverOptions, io: CommandIo): Promise<number> {
  const { receivers, all = false } = options;
  if (all === receivers.length > 0) {
    throw new TelltaleError('TT_USAGE', 'name receivers, or give --all');
  }
  const client = createAlertmanagerClient(serverAddress(options.url, io));
  const orders = all ? [{}] : receivers.map((receiver) => ({ receiver }));
  const results: ReceiverTestView[] = [];
  for (const order of orders) {
    const answer = await client.ofStation('receivers/test', order);
    if (answer === undefined) {
      throw new TelltaleError('TT_STATION_UNREACHABLE', `${client.address} is no station`, {
        fix: 'An Alertmanager has no test messages: `telltale alert fire` sends an alert through it.',
      });
    }
    // The station's contract says what it answers.
    results.push(...(answer as { readonly receivers: readonly ReceiverTestView[] }).receivers);
  }
  if (options.json) io.write(`${JSON.stringify({ receivers: results }, undefined, 2)}\n`);
  else printResults(results, io);
  return results.length > 0 && results.every(({ isDelivered }) => isDelivered) ? EXIT.ok : EXIT.findings;
}

function printResults(results: readonly ReceiverTestView[], io: CommandIo): void {
  if (results.length === 0) io.writeError('The station has no receivers: nobody is told of alerts.\n');
  const rows = results.map(({ receiver, integration, isDelivered, durationMs, reason, error }) => [
    isDelivered ? '✓' : '✗',
    receiver,
    integration,
    `${durationMs.toFixed(0)} ms`,
    isDelivered ? '' : `${reason}: ${error}`,
  ]);
  io.write(textTable(rows));
}
