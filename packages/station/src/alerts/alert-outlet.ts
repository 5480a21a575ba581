import type { AlertUpdate, AlertmanagerFigures, AlertmanagerSender } from '@telltale/alerting';

/** Where the alerts of the rules go: to the receivers, or to Alertmanagers that tell them. */
export interface AlertOutlet {
  accept(alerts: readonly AlertUpdate[]): void;
  /** Sends to other Alertmanagers from now on; to the receivers where there are none. */
  redirect(addresses: readonly string[]): Promise<void>;
  /** One for each Alertmanager. */
  figures(): readonly AlertmanagerFigures[];
  stop(): Promise<void>;
}

/** What {@link createAlertOutlet} takes. */
export interface AlertOutletOptions {
  readonly addresses: readonly string[];
  /** Throws where an address is none. */
  readonly createSender: (addresses: readonly string[]) => AlertmanagerSender;
  /** Takes alerts where there are no Alertmanagers. */
  readonly deliver: (alerts: readonly AlertUpdate[]) => void;
}

/** Sends to the Alertmanagers at these addresses, or to the receivers where there are none. */
export function createAlertOutlet({ addresses, createSender, deliver }: AlertOutletOptions): AlertOutlet {
  const senderOf = (list: readonly string[]) => (list.length === 0 ? undefined : createSender(list));
  let key = addresses.join('\n');
  let sender = senderOf(addresses);
  return {
    accept: (alerts) => {
      if (sender) sender.accept(alerts);
      else deliver(alerts);
    },
    redirect: async (list) => {
      if (list.join('\n') === key) return;
      const before = sender;
      sender = senderOf(list);
      key = list.join('\n');
      await before?.stop();
    },
    figures: () => sender?.figures() ?? [],
    stop: async () => sender?.stop(),
  };
}
