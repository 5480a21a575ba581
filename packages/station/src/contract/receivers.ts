import type { NotificationView } from './alerts.ts';

/** `GET /api/telltale/receivers`: who can be told, in the order of the configuration. */
export interface ReceiversResponse {
  readonly receivers: readonly ReceiverView[];
}

/** A receiver, and what became of its messages. */
export interface ReceiverView {
  readonly name: string;
  /** Its ways of being told, all of which are used. */
  readonly integrations: readonly IntegrationView[];
  /** How many routes lead here; the root is one. */
  readonly routes: number;
  /** Whether it is told what another receiver refused. */
  readonly isFallback: boolean;
}

/** One way of telling a receiver. */
export interface IntegrationView {
  readonly integration: 'webhook' | 'slack' | 'email' | 'pagerduty';
  /** Where its messages go, as far as that is no secret. */
  readonly address: string;
  /** Whether it is told of ends, too. */
  readonly sendsResolved: boolean;
  /** The newest attempt of those that are kept; `null` where there was none. */
  readonly last: NotificationView | null;
}

/** `POST /api/telltale/receivers/test` */
export interface ReceiverTestRequest {
  /** Name of the only receiver to be tested. Default: all are. */
  readonly receiver?: string;
}

/** What became of a test message to one way of telling a receiver. */
export interface ReceiverTestView {
  readonly receiver: string;
  /** `webhook`, `slack`, `email` or `pagerduty`. */
  readonly integration: string;
  readonly isDelivered: boolean;
  /** Why not, as a word of Alertmanager; empty when delivered. */
  readonly reason: string;
  readonly error: string;
  /** Status of the receiver's answer; `null` where none came by HTTP. */
  readonly httpStatus: number | null;
  readonly durationMs: number;
  /** What was sent. */
  readonly message: unknown;
}

/** The answer to {@link ReceiverTestRequest}. */
export interface ReceiverTestResponse {
  readonly receivers: readonly ReceiverTestView[];
}

/** `POST /api/telltale/receivers/preview` */
export interface MessagePreviewRequest {
  readonly labels: Readonly<Record<string, string>>;
  readonly annotations: Readonly<Record<string, string>>;
  /** Name of the only receiver of interest. Default: all are. */
  readonly receiver?: string;
}

/** What a receiver would be sent. */
export interface MessagePreview {
  readonly receiver: string;
  readonly integration: string;
  readonly message: unknown;
}

/** The answer to {@link MessagePreviewRequest}. */
export interface MessagePreviewResponse {
  readonly messages: readonly MessagePreview[];
}
