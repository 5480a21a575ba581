import type { GroupView, KnownAlert } from '@telltale/alerting';
import { timeText } from '../json-value.ts';

/** Alertmanager's name of the receiver that tells nobody; ours has none. */
const NOBODY = 'nobody';

/** A receiver as the API shows it. */
export function receiverJson(name: string): { readonly name: string } {
  return { name: name === '' ? NOBODY : name };
}

/** An alert as the API shows it. */
export function alertJson(alert: KnownAlert, externalUrl: string) {
  const { update, fingerprint, receivedAtMs, state, silencedBy, inhibitedBy, mutedBy, receivers } = alert;
  const generatorURL = linkOf(update.generatorUrl, externalUrl);
  return {
    annotations: update.annotations,
    endsAt: timeText(update.endsAtMs),
    fingerprint,
    receivers: receivers.map(receiverJson),
    startsAt: timeText(update.startsAtMs),
    status: { inhibitedBy, silencedBy, mutedBy, state },
    updatedAt: timeText(receivedAtMs),
    ...(generatorURL !== '' && { generatorURL }),
    labels: update.labels.toObject(),
  };
}

/** A group as the API shows it. */
export function groupJson({ alerts, labels, receiver }: GroupView, externalUrl: string) {
  return {
    alerts: alerts.map((alert) => alertJson(alert, externalUrl)),
    labels: labels.toObject(),
    receiver: receiverJson(receiver),
  };
}

/** A page to follow: only what a browser opens as a page, never a script. */
function linkOf(url: string, externalUrl: string): string {
  if (url.startsWith('/')) return externalUrl + url;
  return isLink(url) ? url : '';
}

/** Whether a text is the address of a page. */
export function isLink(text: string): boolean {
  const protocol = URL.parse(text)?.protocol;
  return protocol === 'http:' || protocol === 'https:';
}
