import type { JsonValue, Receiver } from '@telltale/model';
import type { Fault } from './fault.ts';

/** A message that a sink took. */
export interface AcceptedMessage {
  /** Name of the receiver it was for. */
  readonly receiver: string;
  readonly kind: Receiver['kind'];
  readonly payload: JsonValue;
  /** What the sink said to it: `HTTP 200`. */
  readonly answer: string;
  readonly atMs: number;
}

/** A message that a sink refused, and why. */
export interface RefusedMessage extends AcceptedMessage {
  /** At least one. */
  readonly faults: readonly Fault[];
}

/** Takes down what sinks receive. */
export interface SinkRecord {
  readonly accepted: AcceptedMessage[];
  readonly refused: RefusedMessage[];
}

/** Takes down one message; whether it is accepted. */
export function recordMessage(
  record: SinkRecord,
  message: Omit<AcceptedMessage, 'atMs'>,
  faults: readonly Fault[],
): boolean {
  const taken = { ...message, atMs: Date.now() };
  if (faults.length === 0) record.accepted.push(taken);
  else record.refused.push({ ...taken, faults });
  return faults.length === 0;
}
