/** One attempt to deliver a notification. A type, not an interface, so that it can be journalled. */
export type NotificationRecord = {
  readonly atMs: number;
  readonly receiver: string;
  readonly integration: string;
  readonly status: 'firing' | 'resolved';
  readonly groupLabels: Readonly<Record<string, string>>;
  readonly alertNames: readonly string[];
  /** `failed` is final: the receiver refused, or could not be reached for a day. */
  readonly outcome: 'delivered' | 'retrying' | 'failed';
  /** How many attempts this message has had, this one included. */
  readonly attempts: number;
  /** Wall time of the attempt. */
  readonly durationMs: number;
  /** Empty when delivered. */
  readonly error: string;
};
