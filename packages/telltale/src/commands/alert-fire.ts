import { drillAlert, postedDrill } from '../alerts/drill-alert.ts';
import type { DrillAlert } from '../alerts/drill-alert.ts';
import { watchDrill } from '../alerts/watch-drill.ts';
import type { DrillDelivery, DrillWatch } from '../alerts/watch-drill.ts';
import type { CommandIo } from '../io/command-io.ts';
import { EXIT } from '../io/command-io.ts';
import { durationOption } from '../io/duration-option.ts';
import { printable } from '../io/printable.ts';
import { serverAddress } from '../io/server-address.ts';
import { createAlertmanagerClient } from '../server/alertmanager-client.ts';
import { mutedText } from './alert-list.ts';

/** The options of `telltale alert fire`. */
export interface AlertFireOptions {
  /** Name of the alert. */
  readonly name: string;
  /** Labels that its series would give, `name=value`. */
  readonly label?: readonly string[];
  /** How long delivery is waited for; six minutes, as a group that was told of is told again after five. */
  readonly timeout?: string;
  /** Waits so long for somebody to silence the alert, and tells when that was. */
  readonly ack?: string;
  readonly url?: string;
  readonly json?: boolean;
}

const DEFAULT_TIMEOUT = '6m';
/** The alert ends by itself should this program be killed. */
const SPARE_MS = 60_000;

/**
 * `telltale alert fire`: a synthetic alert goes through the routes of a running server to the real
 * receivers. Exit code 1 when somebody was not told, nobody is, or nobody answered in time.
 */
export async function alertFireCommand(options: AlertFireOptions, io: CommandIo): Promise<number> {
  const client = createAlertmanagerClient(serverAddress(options.url, io));
  const timeoutMs = durationOption('--timeout', options.timeout ?? DEFAULT_TIMEOUT);
  const acknowledgeMs = options.ack === undefined ? undefined : durationOption('--ack', options.ack);
  const drill = await drillAlert(client.address, options.name, options.label ?? []);
  const startMs = Date.now();
  const endMs = startMs + timeoutMs + (acknowledgeMs ?? 0) + SPARE_MS;
  await client.postAlerts([postedDrill(drill, startMs, endMs)]);
  let isShown = false;
  const onProgress = ({ alert }: DrillWatch): void => {
    if (!alert || isShown) return;
    isShown = true;
    const names = alert.receivers.map(({ name }) => name).join(', ');
    io.writeError(`fired; goes to ${names === '' ? 'nobody' : names} after the group's wait …\n`);
  };
  const watch = await watchDrill(client, drill, { startMs, timeoutMs, acknowledgeMs, onProgress });
  await client.postAlerts([postedDrill(drill, startMs, Date.now())]);
  if (options.json) io.write(`${JSON.stringify(reportOf(drill, watch), undefined, 2)}\n`);
  else printReport(drill, watch, acknowledgeMs !== undefined, io);
  const isTold = watch.deliveries.length > 0 && watch.deliveries.every(isGood);
  const isAnswered = acknowledgeMs === undefined || watch.acknowledgement !== undefined;
  return isTold && isAnswered ? EXIT.ok : EXIT.findings;
}

function isGood({ outcome }: DrillDelivery): boolean {
  return outcome === 'delivered' || outcome === 'unknown';
}

function reportOf({ labels }: DrillAlert, { alert, deliveries, acknowledgement }: DrillWatch) {
  return { labels, state: alert?.status ?? null, deliveries, acknowledgement: acknowledgement ?? null };
}

function printReport(drill: DrillAlert, watch: DrillWatch, wasAsked: boolean, io: CommandIo): void {
  const { alert, deliveries, acknowledgement } = watch;
  const write = (text: string) => io.write(`${printable(text)}\n`);
  write(
    `${deliveries.length > 0 && deliveries.every(isGood) ? '✓' : '✗'} ${drill.labels['alertname']} [DRILL]`,
  );
  if (!alert) return write('  the server does not show the alert');
  if (deliveries.length === 0) write('  its route tells nobody');
  for (const delivery of deliveries) {
    const { receiver, integration, message } = delivery;
    write(`  ${receiver} ${integration}  ${outcomeText(delivery, alert)}`);
    if (message !== null) write(`    ${typeof message === 'string' ? message : JSON.stringify(message)}`);
  }
  if (acknowledgement) {
    const { afterMs, by, comment } = acknowledgement;
    write(`  silenced after ${afterMs} ms by ${by}: ${comment}`);
  } else if (wasAsked) write('  nobody silenced it in time');
}

function outcomeText(delivery: DrillDelivery, { status }: NonNullable<DrillWatch['alert']>): string {
  const { outcome, afterMs, attemptMs, attempts, error } = delivery;
  if (outcome === 'unknown') return 'the server does not tell what it delivers';
  if (outcome === 'waiting') return `not told: ${mutedText(status)}`;
  const took = `${afterMs} ms after the alert, ${Math.round(attemptMs ?? 0)} ms for the attempt`;
  return outcome === 'delivered' ? `delivered ${took}` : `${outcome} (${attempts} attempts): ${error}`;
}
