import type { Documents, JsonValue, Receiver, StateStore } from '@telltale/model';
import type { NotificationReason } from '../channels/channel.ts';

/** A message that was not delivered yet. */
export type OutboxMessage = {
  /** Sent as `Idempotency-Key`: equal over all attempts of this message. */
  readonly id: string;
  readonly receiver: string;
  readonly integration: Receiver['kind'];
  /** Position among the integrations of the same receiver and kind. */
  readonly index: number;
  /** Name of the receiver in whose place this one is told; empty where it is told for itself. */
  readonly fallbackFor: string;
  readonly groupKey: string;
  readonly groupLabels: Readonly<Record<string, string>>;
  readonly alertNames: readonly string[];
  readonly status: 'firing' | 'resolved';
  readonly reason: NotificationReason;
  /** What the channel made: plain data without secrets. */
  readonly message: JsonValue;
  /** Why the channel could make nothing of it; empty where it could. */
  readonly fault: string;
  /** Fingerprints of the group's alerts, for the notification log. */
  readonly firing: readonly string[];
  readonly resolved: readonly string[];
  /** How often the group was told again without news since it began to fire. */
  readonly repeats: number;
  readonly createdAtMs: number;
};

/** Undelivered messages, at most one for each integration and group, kept over restarts. */
export interface Outbox {
  /** What an earlier process left, by key. */
  load(): Promise<(readonly [key: string, message: OutboxMessage])[]>;
  put(key: string, message: OutboxMessage): Promise<void>;
  delete(key: string): Promise<void>;
}

export function createOutbox(state: StateStore): Outbox {
  const documents: Documents<OutboxMessage> = state.documents('outbox');
  return {
    load: () => documents.entries(),
    put: (key, message) => documents.put(key, message),
    delete: (key) => documents.delete(key),
  };
}
