import type { Matcher } from '../labels/matcher.ts';

/** Posts Alertmanager's webhook payload, version 4. */
export interface WebhookReceiver {
  readonly kind: 'webhook';
  readonly name: string;
  readonly url: string;
  /** Whether resolved alerts are sent too. */
  readonly sendResolved: boolean;
}

/** Somewhere a notification can be delivered to. */
export type Receiver = WebhookReceiver;

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
