import { createNotifier } from '@telltale/alerting';
import type { ChannelServices, Notifier, NotifierConfiguration } from '@telltale/alerting';
import { TelltaleError, createMemoryState } from '@telltale/model';
import type { Clock, Receiver, Secret } from '@telltale/model';

/** What {@link createDrillNotifier} takes. */
export interface DrillNotifierOptions {
  readonly receivers: readonly Receiver[];
  /** Secrets of the receivers by their names. */
  readonly secrets: Readonly<Record<string, string>>;
  /** Routes and mutes as in earnest. */
  readonly configuration: NotifierConfiguration;
  /** Must reach nothing but this machine: an address is checked here, and what a name resolves to is not. */
  readonly services: Omit<ChannelServices, 'secrets' | 'clock'>;
  readonly clock: Clock;
  readonly externalUrl: string;
}

const LOOPBACK = /^(localhost|127\.\d+\.\d+\.\d+|\[::1\])$/;

/**
 * Tells the receivers of a drill: on this machine alone, as who orders a drill must not make the station send
 * to anywhere else.
 *
 * @throws TelltaleError TT_DRILL_REFUSED for a receiver elsewhere, TT_DEFINITION_INVALID for receivers that are
 * not those of the configuration
 */
export function createDrillNotifier(options: DrillNotifierOptions): Notifier {
  const { receivers, secrets, configuration, services, clock, externalUrl } = options;
  for (const receiver of receivers) checkReceiver(receiver, secrets);
  const { fallback: _fallback, ...real } = configuration;
  return createNotifier({
    configuration: { ...real, receivers },
    services: { ...services, secrets: secretReader(secrets) },
    clock,
    // Nothing of a drill outlives the process: it would be told as if it were real.
    state: createMemoryState(),
    externalUrl,
  });
}

function secretReader(secrets: Readonly<Record<string, string>>) {
  return async (secret: Secret): Promise<string> => {
    const value = valueOf(secret, secrets);
    if (value === undefined) throw new Error('the drill has no such secret');
    return value;
  };
}

function checkReceiver(receiver: Receiver, secrets: Readonly<Record<string, string>>): void {
  const name = JSON.stringify(receiver.name);
  const address = addressOf(receiver, secrets);
  const hostname = address === undefined ? undefined : URL.parse(address)?.hostname;
  if (hostname === undefined || !LOOPBACK.test(hostname))
    throw refusal(`The receiver ${name} of the drill must be on this machine: give an address of loopback.`);
}

/** Where a receiver is told; `undefined` where it does not say, or not in a way that can be checked. */
function addressOf(receiver: Receiver, secrets: Readonly<Record<string, string>>): string | undefined {
  if (receiver.kind === 'email') return `http://${receiver.smarthost}`;
  const { url } = receiver;
  return typeof url === 'string' || url === undefined ? url : valueOf(url, secrets);
}

function valueOf(secret: Secret, secrets: Readonly<Record<string, string>>): string | undefined {
  return 'env' in secret && Object.hasOwn(secrets, secret.env) ? secrets[secret.env] : undefined;
}

function refusal(message: string): TelltaleError {
  return new TelltaleError('TT_DRILL_REFUSED', message);
}
