import { LabelSet } from '@telltale/model';
import { fingerprint } from '../alerts/fingerprint.ts';
import type { NotifiedAlert } from '../alerts/notified-alert.ts';
import type { Notification } from '../channels/channel.ts';

/** What a message is about that tells of nothing real. */
export interface TestedAlert {
  readonly labels: LabelSet;
  readonly annotations: Readonly<Record<string, string>>;
}

/** A notification of one alert, as if it was the first of its group. */
export function testNotification(
  { labels, annotations }: TestedAlert,
  status: NotifiedAlert['status'],
  atMs: number,
  externalUrl: string,
): Notification {
  const groupLabels = labels.only(['alertname']);
  return {
    groupKey: `{}/{drill="true"}:${groupLabels.toString()}`,
    groupLabels,
    reason: status === 'firing' ? 'first notification' : 'all alerts resolved',
    alerts: [
      {
        labels,
        annotations,
        status,
        startsAtMs: atMs,
        endsAtMs: status === 'firing' ? null : atMs,
        generatorUrl: '/alerts',
        fingerprint: fingerprint(labels),
      },
    ],
    externalUrl,
    atMs,
  };
}
