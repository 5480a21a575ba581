import { filterArguments } from '../alerts/matcher-arguments.ts';
import { textTable } from '../alerts/text-table.ts';
import type { CommandIo } from '../io/command-io.ts';
import { EXIT } from '../io/command-io.ts';
import { serverAddress } from '../io/server-address.ts';
import { createAlertmanagerClient } from '../server/alertmanager-client.ts';
import type { ServerAlert } from '../server/alertmanager-client.ts';

/** The options of `telltale alert list`. */
export interface AlertListOptions {
  readonly matchers: readonly string[];
  readonly url?: string;
  readonly json?: boolean;
}

/** `telltale alert list`: the alerts that fire, who is told of them, and what mutes them. */
export async function alertListCommand(options: AlertListOptions, io: CommandIo): Promise<number> {
  const client = createAlertmanagerClient(serverAddress(options.url, io));
  const alerts = await client.alerts(filterArguments(options.matchers));
  if (options.json) io.write(`${JSON.stringify(alerts, undefined, 2)}\n`);
  else if (alerts.length === 0) io.writeError('No alerts fire.\n');
  else io.write(textTable([['ALERT', 'STATE', 'SINCE', 'RECEIVERS', 'LABELS'], ...alerts.map(rowOf)]));
  return EXIT.ok;
}

function rowOf({ labels, status, startsAt, receivers }: ServerAlert): readonly string[] {
  const { alertname = '', ...others } = labels;
  const pairs = Object.entries(others).map(([name, value]) => `${name}=${JSON.stringify(value)}`);
  return [
    alertname,
    mutedText(status),
    startsAt,
    receivers.map(({ name }) => name).join(', '),
    pairs.join(' '),
  ];
}

/** The state of an alert, and why where it is muted. */
export function mutedText({ state, silencedBy, inhibitedBy, mutedBy = [] }: ServerAlert['status']): string {
  const reasons = [
    silencedBy.length > 0 ? 'silenced' : '',
    inhibitedBy.length > 0 ? 'inhibited' : '',
    mutedBy.length > 0 ? `muted by ${mutedBy.join(', ')}` : '',
  ];
  return reasons.filter((reason) => reason !== '').join(' and ') || state;
}
