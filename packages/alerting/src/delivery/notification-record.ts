import type { FailureReason, NotificationReason } from '../channels/channel.ts';

/** One attempt to deliver a notification. A type, not an interface, so that it can be journalled. */
export type NotificationRecord = {
  readonly atMs: number;
  readonly receiver: string;
  readonly integration: string;
  /** Name of the receiver in whose place this one is told; empty where it is told for itself. */
  readonly fallbackFor: string;
  readonly groupKey: string;
  /** Its `Idempotency-Key`: equal over all attempts of one message. */
  readonly messageId: string;
  readonly status: 'firing' | 'resolved';
  readonly groupLabels: Readonly<Record<string, string>>;
  readonly alertNames: readonly string[];
  /** Why the receiver is told. */
  readonly notificationReason: NotificationReason;
  /** `failed` is final: the receiver refused, or could not be reached for a day. */
  readonly outcome: 'delivered' | 'retrying' | 'failed';
  /** Why the attempt failed, in Alertmanager's words; empty when delivered. */
  readonly reason: FailureReason | '';
  /** How many attempts this message has had, this one included. */
  readonly attempts: number;
  /** Wall time of the attempt. */
  readonly durationMs: number;
  /** For people; empty when delivered. */
  readonly error: string;
  /** Status of the receiver's answer, where one came by HTTP. */
  readonly httpStatus?: number;
};
