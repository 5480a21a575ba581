import type { Matcher } from '../labels/matcher.ts';
import type { Secret } from './secret.ts';

/** What all receivers have. */
interface ReceiverBase {
  readonly name: string;
  /** Whether resolved alerts are sent too. */
  readonly sendResolved: boolean;
}

/** Posts Alertmanager's webhook payload, version 4. */
export interface WebhookReceiver extends ReceiverBase {
  readonly kind: 'webhook';
  readonly url: string;
}

/** Posts to a Slack incoming webhook. */
export interface SlackReceiver extends ReceiverBase {
  readonly kind: 'slack';
  /** The webhook's URL, which whoever knows it can post to. */
  readonly url: Secret;
  /** `#channel` or user; the webhook's own where absent. */
  readonly channel?: string;
}

/** Sends mail over SMTP. */
export interface EmailReceiver extends ReceiverBase {
  readonly kind: 'email';
  readonly to: readonly string[];
  readonly from: string;
  /** `host:port` of the mail server. */
  readonly smarthost: string;
  readonly username?: string;
  readonly password?: Secret;
  /** Whether the mail server must speak TLS. */
  readonly requireTls: boolean;
}

/** Opens PagerDuty incidents (Events API v2). */
export interface PagerDutyReceiver extends ReceiverBase {
  readonly kind: 'pagerduty';
  readonly routingKey: Secret;
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
  readonly routes: readonly Route[];
}
