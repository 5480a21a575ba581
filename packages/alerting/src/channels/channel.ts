import type { Clock, JsonValue, LabelSet, Receiver, Secret } from '@telltale/model';
import type { NotifiedAlert } from '../alerts/notified-alert.ts';
import type { MailTransport } from '../transport/mail-transport.ts';
import type { Transport } from '../transport/transport.ts';

/** Why a receiver is told now; Alertmanager's `notification_reason`. */
export type NotificationReason =
  | 'first notification'
  | 'new alerts added'
  | 'some alerts resolved'
  | 'all alerts resolved'
  | 'repeat interval elapsed';

/** What a receiver is to be told: alerts of one group at one moment. */
export interface Notification {
  readonly groupKey: string;
  readonly groupLabels: LabelSet;
  readonly reason: NotificationReason;
  /** At least one; only those the receiver wants to hear of. */
  readonly alerts: readonly NotifiedAlert[];
  /** Where people reach this server. */
  readonly externalUrl: string;
  readonly atMs: number;
}

/** Why an attempt failed, in Alertmanager's words. */
export type FailureReason =
  | 'clientError'
  | 'serverError'
  | 'rateLimited'
  | 'authError'
  | 'contextCanceled'
  | 'contextDeadlineExceeded'
  | 'other';

/** What became of one attempt. */
export type SendOutcome = (
  | { readonly kind: 'delivered' }
  | {
      /** `retry`: may succeed later. `refused`: the same message never will. */
      readonly kind: 'retry' | 'refused';
      readonly reason: FailureReason;
      /** For people; without secrets. */
      readonly error: string;
      /** Not before, where the receiver said so. */
      readonly retryAfterMs?: number | undefined;
    }
) & {
  /** Status of the answer, where one came by HTTP. */
  readonly httpStatus?: number;
};

/** What belongs to one attempt. */
export interface SendAttempt {
  /** Equal over all attempts of a message, and of another station that tells the same. */
  readonly idempotencyKey: string;
  readonly timeoutMs: number;
  readonly signal: AbortSignal;
}

/** One way of telling one receiver. */
export interface Channel {
  readonly receiver: Receiver;
  /** Makes the message: plain data that is kept in the outbox, so it holds no secret. */
  compose(notification: Notification): JsonValue;
  /** Tries once to send what `compose` made, perhaps in an earlier process. Never rejects. */
  send(message: JsonValue, attempt: SendAttempt): Promise<SendOutcome>;
}

/** Reads a secret anew each time, as it may be replaced while the program runs. Rejects where it is missing. */
export type SecretReader = (secret: Secret) => Promise<string>;

/** What channels send with. */
export interface ChannelServices {
  readonly http: Transport;
  readonly mail: MailTransport;
  readonly secrets: SecretReader;
  readonly clock: Clock;
}
