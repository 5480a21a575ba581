import { fieldFaults, isFields, nonEmptyText, oneOf, text, webAddress } from './field-checks.ts';
import type { Check, FieldTable } from './field-checks.ts';
import type { Fault } from './fault.ts';

const SEND_EVENT = 'https://developer.pagerduty.com/docs/send-alert-event';
const SIZE_LIMITS = 'https://developer.pagerduty.com/docs/events-api-v2-overview';
const MAX_EVENT_BYTES = 512_000;

const LINK: FieldTable = { required: { href: webAddress }, optional: { text: text() } };
const IMAGE: FieldTable = { required: { src: webAddress }, optional: { href: webAddress, alt: text() } };

const RESOLVE: FieldTable = {
  required: {
    routing_key: (value) =>
      typeof value === 'string' && /^[0-9a-zA-Z]{32}$/.test(value)
        ? undefined
        : 'must have 32 letters and digits',
    event_action: oneOf('trigger', 'acknowledge', 'resolve'),
    dedup_key: nonEmptyText(255),
  },
};

const EVENT: FieldTable = {
  required: { ...RESOLVE.required, payload: (value) => (isFields(value) ? undefined : 'must be an object') },
  optional: { client: text(), client_url: webAddress, images: listOf(IMAGE), links: listOf(LINK) },
};

const PAYLOAD: FieldTable = {
  required: {
    summary: nonEmptyText(1024),
    source: nonEmptyText(),
    severity: oneOf('critical', 'error', 'warning', 'info'),
  },
  optional: {
    timestamp: (value) =>
      typeof value === 'string' &&
      /^\d{4}-\d\d-\d\dT[\d:.]+(?:Z|[+-]\d\d:?\d\d)$/.test(value) &&
      !Number.isNaN(Date.parse(value))
        ? undefined
        : 'must be a time by ISO 8601',
    component: text(),
    group: text(),
    class: text(),
    custom_details: (value) =>
      isFields(value) || typeof value === 'string' ? undefined : 'must be an object or a string',
  },
};

/** Everything in which an event deviates from what the Events API v2 of PagerDuty takes. */
export function pagerDutyFaults(event: unknown, bytes: number): readonly Fault[] {
  if (!isFields(event)) return [{ rule: 'the body must be a JSON object', document: SEND_EVENT }];
  const isTrigger = event['event_action'] === 'trigger';
  const faults = fieldFaults(
    event,
    isTrigger
      ? EVENT
      : { ...EVENT, required: RESOLVE.required, optional: { ...EVENT.optional, payload: optionalPayload } },
  );
  const { payload } = event;
  if (isFields(payload)) faults.push(...fieldFaults(payload, PAYLOAD, 'payload.'));
  const found = faults.map((rule): Fault => ({ rule, document: SEND_EVENT }));
  if (bytes > MAX_EVENT_BYTES) {
    found.push({
      rule: `the event must have at most ${MAX_EVENT_BYTES} bytes, not ${bytes}`,
      document: SIZE_LIMITS,
    });
  }
  return found;
}

function optionalPayload(value: unknown): string | undefined {
  return isFields(value) ? undefined : 'must be an object';
}

function listOf(table: FieldTable): Check {
  return (value) => {
    if (!Array.isArray(value)) return 'must be a list';
    const faults = value.flatMap((item: unknown) =>
      isFields(item) ? fieldFaults(item, table) : ['must be objects'],
    );
    return faults.length === 0 ? undefined : `have faults: ${faults.join(', ')}`;
  };
}
