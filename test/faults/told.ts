import type { WebhookPayload } from '@telltale/alerting';

/** One alert of a message, as the receiver understands it. */
export interface Told {
  readonly id: string;
  /** Counts how often this alert has begun to fire. */
  readonly incident: number;
  readonly status: 'firing' | 'resolved';
}

/** A message that a receiver took. */
export interface ReceivedMessage {
  readonly receiver: string;
  readonly atMs: number;
  /** `Idempotency-Key`, or `Message-ID` of a mail. */
  readonly key: string;
  readonly alerts: readonly Told[];
}

/** Makes a text say what `toldIn` reads. */
export const TOLD_TEMPLATE =
  '{{ range .Alerts }}told {{ .Labels.id }} {{ .Annotations.incident }} {{ .Status }}\n{{ end }}';

/** Reads what a message tells: the payload of a webhook, or a text made by the template. */
export function toldIn(text: string): readonly Told[] {
  if (text.startsWith('{"receiver"')) {
    const { alerts }: WebhookPayload = JSON.parse(text);
    return alerts.map(({ labels, annotations, status }) => ({
      id: labels['id'] ?? '',
      incident: Number(annotations['incident']),
      status,
    }));
  }
  return [...text.matchAll(/told (\S+) (\d+) (firing|resolved)/g)].map(([, id, incident, status]) => ({
    id,
    incident: Number(incident),
    status: status === 'firing' ? 'firing' : 'resolved',
  }));
}
