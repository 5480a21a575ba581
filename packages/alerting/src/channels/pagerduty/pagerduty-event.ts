/** What the Events API v2 of PagerDuty takes, but the routing key. */
export type PagerDutyEvent = PagerDutyTrigger | PagerDutyResolve;

/** Opens an incident, or adds to the open one with the same key. */
export type PagerDutyTrigger = {
  readonly event_action: 'trigger';
  readonly dedup_key: string;
  readonly client: string;
  readonly client_url: string;
  readonly payload: PagerDutyPayload;
  readonly links: readonly PagerDutyLink[];
};

/** Closes the incident with the key. */
export type PagerDutyResolve = {
  readonly event_action: 'resolve';
  readonly dedup_key: string;
};

/** What happened. */
export type PagerDutyPayload = {
  /** At most 1024 characters. */
  readonly summary: string;
  readonly source: string;
  readonly severity: PagerDutySeverity;
  /** ISO 8601. */
  readonly timestamp: string;
  readonly component?: string;
  readonly group?: string;
  readonly class?: string;
  readonly custom_details: Readonly<Record<string, string>>;
};

/** PagerDuty's severities, the worst first. */
export type PagerDutySeverity = 'critical' | 'error' | 'warning' | 'info';

/** A page to look at. */
export type PagerDutyLink = {
  readonly href: string;
  readonly text: string;
};

/** Longer events are refused: https://developer.pagerduty.com/docs/send-alert-event#size-limits */
const MAX_EVENT_BYTES = 512_000;
/** The routing key joins the event when it is sent. */
const ROUTING_KEY_BYTES = 1000;

/** Leaves the details out of an event that would be refused for its size. */
export function fitEvent(event: PagerDutyTrigger): PagerDutyTrigger {
  const bytes = Buffer.byteLength(JSON.stringify(event));
  if (bytes <= MAX_EVENT_BYTES - ROUTING_KEY_BYTES) return event;
  const note = `left out: the event would have ${bytes} bytes, PagerDuty takes ${MAX_EVENT_BYTES}`;
  return { ...event, links: [], payload: { ...event.payload, custom_details: { error: note } } };
}
