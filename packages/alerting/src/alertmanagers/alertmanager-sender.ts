import type { Clock } from '@telltale/model';
import type { AlertUpdate } from '../alerts/alert-update.ts';
import { createWorkTracker } from '../delivery/work-tracker.ts';
import type { Transport } from '../transport/transport.ts';
import { AlertmanagerConnection } from './alertmanager-connection.ts';
import type { AlertmanagerFigures } from './alertmanager-connection.ts';
import { parseAlertmanagerAddress } from './alertmanager-address.ts';

/** What {@link createAlertmanagerSender} takes. */
export interface AlertmanagerSenderOptions {
  /** Base addresses, such as `http://am-1:9093`; all members of a cluster, as Alertmanager's documentation asks. */
  readonly addresses: readonly string[];
  readonly transport: Transport;
  readonly clock: Clock;
  /** Where people reach this server; makes `generatorURL` absolute. */
  readonly externalUrl: string;
  /** Of one post. Default 10 s. */
  readonly timeoutMs?: number;
  /** Alerts that wait for one Alertmanager; when there are more the oldest are dropped. Default 10,000. */
  readonly queueCapacity?: number;
  /** How long `stop` goes on sending what waits. Default 5 s. */
  readonly drainMs?: number;
  /** Between 0 and 1: spreads retries. Default `Math.random`. */
  readonly random?: () => number;
}

/**
 * Posts alerts to Alertmanagers as Prometheus does. Each has a queue of its own, so that one that is
 * down delays no other; what it could not be told is posted again every second, in its newest state.
 */
export interface AlertmanagerSender {
  /** Takes firing and resolved alerts: `onAlerts` of the rule manager. */
  accept(alerts: readonly AlertUpdate[]): void;
  /** One for each Alertmanager. */
  figures(): readonly AlertmanagerFigures[];
  /** Sends what waits, for as long as `drainMs`, then gives up. */
  stop(): Promise<void>;
}

const DEFAULT_TIMEOUT_MS = 10_000;
const DEFAULT_QUEUE_CAPACITY = 10_000;
const DEFAULT_DRAIN_MS = 5000;

/**
 * Creates a sender.
 *
 * @throws TelltaleError TT_DEFINITION_INVALID where an address is no HTTP address.
 */
export function createAlertmanagerSender(options: AlertmanagerSenderOptions): AlertmanagerSender {
  const { addresses, transport, clock, externalUrl, random = Math.random } = options;
  const abort = new AbortController();
  const tracker = createWorkTracker();
  let isStopping = false;
  const connections = addresses.map(
    (address) =>
      new AlertmanagerConnection({
        address: parseAlertmanagerAddress(address),
        transport,
        clock,
        externalUrl,
        timeoutMs: options.timeoutMs ?? DEFAULT_TIMEOUT_MS,
        queueCapacity: options.queueCapacity ?? DEFAULT_QUEUE_CAPACITY,
        random,
        signal: abort.signal,
        track: (work) => tracker.track(work),
      }),
  );
  return {
    accept: (alerts) => {
      if (isStopping || alerts.length === 0) return;
      for (const connection of connections) connection.put(alerts);
    },
    figures: () => connections.map((connection) => connection.figures()),
    stop: async () => {
      isStopping = true;
      for (const connection of connections) connection.drain();
      const cancel = clock.after(options.drainMs ?? DEFAULT_DRAIN_MS, () => abort.abort());
      await tracker.idle();
      cancel();
      abort.abort();
    },
  };
}
