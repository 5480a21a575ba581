import type { Matcher } from '../labels/matcher.ts';
import type { Secret } from './secret.ts';

/** What all receivers have. */
interface ReceiverBase {
  readonly name: string;
  /** Whether resolved alerts are sent too. */
  readonly sendResolved: boolean;
}

/** Posts Alertmanager's webhook payload, version 4, or a body of its own. */
export interface WebhookReceiver extends ReceiverBase {
  readonly kind: 'webhook';
  /** An address, or where it is written: whoever knows that of a chat can post to it. */
  readonly url: string | Secret;
  /** Most alerts of a message; the others are counted in `truncatedAlerts`. Default: all. */
  readonly maxAlerts?: number;
  /** Sent as `Authorization: Bearer`. */
  readonly authorization?: Secret;
  /** Key of the HMAC-SHA256 of the body, sent as `X-Telltale-Signature: sha256=…`. */
  readonly signature?: Secret;
  /** Go template of the body, which must print JSON. Default: the webhook payload. */
  readonly body?: string;
}

/** Posts to a Slack incoming webhook. */
export interface SlackReceiver extends ReceiverBase {
  readonly kind: 'slack';
  /** The webhook's URL, which whoever knows it can post to. */
  readonly url: Secret;
  /** `#channel` or user; the webhook's own where absent. */
  readonly channel?: string;
  /** Go template. Default: the product's own. */
  readonly title?: string;
  /** Go template. Default: the product's own. */
  readonly text?: string;
}

/** Sends mail over SMTP. */
export interface EmailReceiver extends ReceiverBase {
  readonly kind: 'email';
  readonly to: readonly string[];
  readonly from: string;
  /** `host:port` of the mail server; on port 465 TLS begins at once. */
  readonly smarthost: string;
  readonly username?: string;
  readonly password?: Secret;
  /** Whether the mail server must speak TLS. */
  readonly requireTls: boolean;
  /** File with the certificate of the authority that signed the mail server's. Default: those of the system. */
  readonly caFile?: string;
  /** Go template. Default: the product's own. */
  readonly subject?: string;
  /** Go template of the plain text. Default: the product's own. */
  readonly text?: string;
  /** Go template. Default: the product's own; none where only `text` is given. */
  readonly html?: string;
}

/** Opens PagerDuty incidents (Events API v2). */
export interface PagerDutyReceiver extends ReceiverBase {
  readonly kind: 'pagerduty';
  readonly routingKey: Secret;
  /** Default: `https://events.pagerduty.com/v2/enqueue`. */
  readonly url?: string;
}

/** Somewhere a notification can be delivered to. */
export type Receiver = WebhookReceiver | SlackReceiver | EmailReceiver | PagerDutyReceiver;

/** Alerts that need not be told while others fire: a target that is down has no slow answers. */
export interface Inhibition {
  /** Alerts that silence others while they fire. */
  readonly source: readonly Matcher[];
  /** Alerts that are silenced. */
  readonly target: readonly Matcher[];
  /** Labels that both must have the same value of. */
  readonly equal: readonly string[];
}

/** A node of the routing tree: the first child that matches takes the alert. */
export interface Route {
  readonly receiver: string;
  readonly matchers: readonly Matcher[];
  /** Goes on to the next sibling after a match. */
  readonly continue: boolean;
  /** Labels that make one group; `['...']` groups by all labels. */
  readonly groupBy: readonly string[];
  readonly groupWaitMs: number;
  readonly groupIntervalMs: number;
  readonly repeatIntervalMs: number;
  /** Names of time intervals in which nothing is sent. Default: none. */
  readonly muteTimeIntervals?: readonly string[];
  /** Names of time intervals in which alone something is sent. Default: always. */
  readonly activeTimeIntervals?: readonly string[];
  readonly routes: readonly Route[];
}

/** A range whose ends both belong to it. */
export interface InclusiveRange {
  readonly from: number;
  readonly to: number;
}

/** Times that all of its fields allow; what is absent allows everything. Alertmanager's `time_interval_spec`. */
export interface TimeWindow {
  /** Minutes of the day, from 0 to 1440; the end does not belong to it. */
  readonly times?: readonly { readonly fromMinute: number; readonly toMinute: number }[];
  /** 0 is Sunday. */
  readonly weekdays?: readonly InclusiveRange[];
  /** 1 to 31; -1 is the last day of the month. */
  readonly daysOfMonth?: readonly InclusiveRange[];
  /** 1 is January. */
  readonly months?: readonly InclusiveRange[];
  readonly years?: readonly InclusiveRange[];
  /** Name of the time zone, such as `Europe/Berlin`. Default: UTC. */
  readonly location?: string;
}

/** A named time: working hours, weekends. It holds while one of its windows does. */
export interface TimeInterval {
  readonly name: string;
  readonly windows: readonly TimeWindow[];
}
