import type { JsonValue, Receiver } from '@telltale/model';
import type { ChannelServices } from '../../channels/channel.ts';

/** A message as it arrived. */
export interface ReceivedMessage {
  /** Name of the receiver. */
  readonly receiver: string;
  readonly kind: Receiver['kind'];
  /** The message itself: what was posted, or the parts of a mail. */
  readonly payload: JsonValue;
  /** What the receiver said to it, where that is known: `HTTP 200`. */
  readonly answer?: string;
}

/** Where the notifications of a drill go. */
export interface DrillTarget {
  /** The same receiver, pointing at where its messages are to go. */
  receiverFor(receiver: Receiver): Receiver;
  /** What it is told with. */
  readonly services: Omit<ChannelServices, 'clock'>;
  /** Everything that arrived so far, oldest first. */
  received(): readonly ReceivedMessage[];
  /** Whether messages go to people, who are not told again when an attempt fails. */
  readonly isReal?: boolean;
}
