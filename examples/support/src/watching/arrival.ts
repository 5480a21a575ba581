import type { AcceptedMessage } from 'telltale/testing';

/** An alert that arrived at a receiver. */
export interface Arrival {
  /** Name of the receiver in the definition. */
  readonly receiver: string;
  readonly alert: string;
  readonly status: 'firing' | 'resolved';
}

/** What is looked at: webhooks list alerts, and PagerDuty's messages have a key. */
interface Fields {
  readonly alerts?: readonly {
    readonly status: Arrival['status'];
    readonly labels: { readonly alertname: string };
  }[];
  readonly dedup_key?: string;
}

/** The title that people read, such as `[FIRING:1] HighErrorRate on aggregation_service (critical)`. */
const TITLE = /\[(FIRING|RESOLVED)(?::\d+)?\] (\w+)/;

/** Reads the alerts out of messages of all kinds, as the programs behind those receivers do. */
export function createArrivalReader(): (message: AcceptedMessage) => readonly Arrival[] {
  const incidents = new Map<string, string>();
  return ({ receiver, payload }) => {
    const text = JSON.stringify(payload);
    const { alerts, dedup_key: key = '' }: Fields = JSON.parse(text);
    if (alerts) return alerts.map(({ status, labels }) => ({ receiver, status, alert: labels.alertname }));
    const [, title, named] = TITLE.exec(text) ?? [];
    // That an incident is over, PagerDuty is told by its key alone.
    const alert = named ?? incidents.get(key) ?? '';
    incidents.set(key, alert);
    return [{ receiver, status: title === 'FIRING' ? 'firing' : 'resolved', alert }];
  };
}
