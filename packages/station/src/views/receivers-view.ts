import type { NotificationRecord, NotifierConfiguration } from '@telltale/alerting';
import type { Receiver, Route, Secret } from '@telltale/model';
import type { IntegrationView, ReceiverView } from '../contract.ts';
import { notificationView } from './notification-view.ts';

/** Who can be told, and what became of the newest message to each. `notifications`: newest first. */
export function receiversView(
  { receivers, route, fallback }: NotifierConfiguration,
  notifications: readonly NotificationRecord[],
): readonly ReceiverView[] {
  // The receiver with the empty name is nobody.
  const names = [...new Set(receivers.map(({ name }) => name))].filter((name) => name !== '');
  return names.map((name) => ({
    name,
    integrations: receivers
      .filter((receiver) => receiver.name === name)
      .map((receiver) => integrationView(receiver, notifications)),
    routes: routesTo(name, route),
    isFallback: name === fallback,
  }));
}

function integrationView(receiver: Receiver, notifications: readonly NotificationRecord[]): IntegrationView {
  const { name, kind, sendResolved } = receiver;
  const last = notifications.find((one) => one.receiver === name && one.integration === kind);
  return {
    integration: kind,
    address: addressOf(receiver),
    sendsResolved: sendResolved,
    last: last ? notificationView(last) : null,
  };
}

function routesTo(name: string, route: Route): number {
  const below = route.routes.reduce((sum, child) => sum + routesTo(name, child), 0);
  return below + (route.receiver === name ? 1 : 0);
}

const PAGERDUTY = 'events.pagerduty.com';

function addressOf(receiver: Receiver): string {
  switch (receiver.kind) {
    case 'email':
      return `${receiver.to.join(', ')} by ${receiver.smarthost}`;
    case 'slack':
      return [receiver.channel, placeOf(receiver.url)].filter(Boolean).join(', ');
    case 'pagerduty':
      return receiver.url === undefined ? PAGERDUTY : originOf(receiver.url);
    case 'webhook':
      return typeof receiver.url === 'string' ? originOf(receiver.url) : placeOf(receiver.url);
  }
}

/** The path of a webhook may be what makes it secret. */
function originOf(url: string): string {
  return URL.parse(url)?.origin ?? '';
}

/** Where a secret is kept. */
function placeOf(secret: Secret): string {
  return 'env' in secret ? `address in $${secret.env}` : `address in ${secret.file}`;
}
