import type { Topic } from '../stages.ts';

/** A message for a stream. */
export interface Outgoing {
  readonly topic: Topic;
  readonly message: string;
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

/**
 * Handles messages in their order. Where it throws, the same messages come again, and so they do where the program
 * is killed before they are acknowledged.
 */
export type Handle = (messages: readonly string[]) => Handled | Promise<Handled>;

/** The message for the stream of those that cannot be processed. */
export function deadLetter(topic: Topic, reason: string, message: string): Outgoing {
  const letter = { topic, reason, message: message.slice(0, 1000) };
  return { topic: 'dead-letters', message: JSON.stringify(letter) };
}
