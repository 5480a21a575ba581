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
  readonly durationMs: number;
  /** What was sent. */
  readonly message: unknown;
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
