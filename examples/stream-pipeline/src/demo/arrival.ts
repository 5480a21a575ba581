import type { SinkMessage } from './sinks.ts';

/** An alert that arrived at a receiver. */
export interface Arrival {
  /** Name of the receiver in the definition. */
  readonly receiver: string;
  readonly alert: string;
  readonly status: 'firing' | 'resolved';
  readonly atMs: number;
}

type Told = Pick<Arrival, 'alert' | 'status'>;

/** The title of notifications, such as `[FIRING:1] HighErrorRate on aggregation_service (critical)`. */
const TITLE = /^\[(FIRING|RESOLVED)(?::\d+)?\] (\w+)/;

/** Reads the alerts out of messages of all kinds, as the programs behind those receivers do. */
export function createArrivalReader(): (message: SinkMessage) => readonly Arrival[] {
  /** PagerDuty is told that an incident is over by its key alone. */
  const incidents = new Map<string, string>();
  return ({ receiver, kind, payload, atMs }) => {
    const told = READERS[kind](JSON.parse(JSON.stringify(payload)), incidents);
    return told.map((one) => ({ receiver, ...one, atMs }));
  };
}

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

type Reader = (message: Fields, incidents: Map<string, string>) => readonly Told[];

const READERS: Readonly<Record<SinkMessage['kind'], Reader>> = {
  webhook: ({ alerts }) => alerts.map(({ status, labels }) => ({ status, alert: labels.alertname })),
  slack: ({ attachments }) => attachments.flatMap(({ title }) => readTitle(title)),
  email: ({ subject }) => readTitle(subject),
  pagerduty: (event, incidents) => {
    if (event.event_action === 'resolve') {
      return [{ status: 'resolved', alert: incidents.get(event.dedup_key) ?? '' }];
    }
    const told = readTitle(event.payload.summary);
    for (const { alert } of told) incidents.set(event.dedup_key, alert);
    return told;
  },
};

function readTitle(title: string): readonly Told[] {
  const [, status, alert] = TITLE.exec(title) ?? [];
  return status === undefined ? [] : [{ status: status === 'FIRING' ? 'firing' : 'resolved', alert }];
}
