/** One attachment of {@link SlackPayload}. */
export interface SlackAttachment {
  /** At most 1024 characters. */
  readonly title: string;
  readonly title_link?: string;
  readonly text: string;
  /** Shown where attachments are not, such as in a notification of a phone. */
  readonly fallback: string;
  /** `good`, `warning`, `danger`. */
  readonly color: string;
  /** Which fields hold Slack's markup. */
  readonly mrkdwn_in: readonly string[];
  readonly footer?: string;
  /** When it began, in seconds since the Unix epoch. */
  readonly ts?: number;
}

/** What an incoming webhook of Slack takes. */
export interface SlackPayload {
  readonly channel?: string;
  readonly attachments: readonly SlackAttachment[];
}
