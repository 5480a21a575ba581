/** A message of a stream. */
export interface Entry {
  readonly id: string;
  readonly fields: Readonly<Record<string, string>>;
}

/** A message for a stream. */
export interface Outgoing {
  readonly topic: string;
  readonly fields: Readonly<Record<string, string>>;
}

/** What became of one message; `type` says what kind of message it was. */
export interface Outcome {
  readonly status: 'success' | 'failed';
  readonly type: string;
}

/** What became of several messages. */
export interface Handled {
  /** One for each message, in their order. */
  readonly outcomes: readonly Outcome[];
  /** Sent at the moment at which the messages are acknowledged: both happen, or neither. */
  readonly messages: readonly Outgoing[];
  /** Called when they are sent. */
  readonly whenSent?: () => Promise<void>;
}

/** What a stage does with the messages of its topic. */
export interface Stage {
  readonly topic: string;
  /**
   * Handles messages in their order. Where it throws, the same messages come again, and so they do where the
   * program is killed before they are acknowledged.
   */
  readonly handle: (entries: readonly Entry[]) => Handled | Promise<Handled>;
  /** Pages by what their path begins with, such as `/bars`; what stands behind it is given. */
  readonly pages: Readonly<Record<string, (name: string) => unknown>>;
}

/** The streams between the stages, in order; `dead-letters` has what cannot be processed. */
export const TOPICS = {
  raw: 'raw',
  trades: 'trades',
  enriched: 'enriched',
  bars: 'bars',
  deadLetters: 'dead-letters',
} as const;

/** The message for the stream of those that cannot be processed. */
export function deadLetter(topic: string, reason: string, message: string): Outgoing {
  return { topic: TOPICS.deadLetters, fields: { topic, reason, message: message.slice(0, 1000) } };
}
