import type { AcceptedMessage } from 'telltale/testing';

/** An alert that arrived at a receiver. */
export interface Arrival {
  /** Name of the receiver in the definition. */
  readonly receiver: string;
  readonly alert: string;
  readonly status: 'firing' | 'resolved';
}

type Told = Omit<Arrival, 'receiver'>;

/** What messages have that is looked at. */
interface Fields {
  readonly alerts: readonly {
    readonly status: Told['status'];
    readonly labels: { readonly alertname: string };
  }[];
  readonly attachments: readonly { readonly title: string }[];
  readonly subject: string;
  readonly event_action: 'trigger' | 'resolve';
  readonly dedup_key: string;
  readonly payload: { readonly summary: string };
}

/** Reads the alerts out of messages of all kinds, as the programs behind those receivers do. */
export function createArrivalReader(): (message: AcceptedMessage) => readonly Arrival[] {
  /** PagerDuty is told that an incident is over by its key alone. */
  const incidents = new Map<string, string>();

  const readers: Readonly<Record<AcceptedMessage['kind'], (message: Fields) => readonly Told[]>> = {
    webhook: ({ alerts }) => alerts.map(({ status, labels }) => ({ status, alert: labels.alertname })),
    slack: ({ attachments }) => attachments.flatMap(({ title }) => readTitle(title)),
    email: ({ subject }) => readTitle(subject),
    pagerduty: ({ event_action: action, dedup_key: key, payload }) => {
      if (action === 'resolve') return [{ status: 'resolved', alert: incidents.get(key) ?? '' }];
      const told = readTitle(payload.summary);
      for (const { alert } of told) incidents.set(key, alert);
      return told;
    },
  };
  return ({ receiver, kind, payload }) =>
    readers[kind](JSON.parse(JSON.stringify(payload))).map((told) => ({ receiver, ...told }));
}

/** The title of notifications, such as `[FIRING:1] HighErrorRate on aggregation_service (critical)`. */
const TITLE = /^\[(FIRING|RESOLVED)(?::\d+)?\] (\w+)/;

function readTitle(title: string): readonly Told[] {
  const [, status, alert] = TITLE.exec(title) ?? [];
  return status === undefined ? [] : [{ status: status === 'FIRING' ? 'firing' : 'resolved', alert }];
}
