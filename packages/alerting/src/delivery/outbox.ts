import type { Documents, JsonValue, StateStore } from '@telltale/model';

/** A message that was not delivered yet. */
export type OutboxMessage = {
  /** Sent as `Idempotency-Key`: equal over all attempts of this message. */
  readonly id: string;
  readonly receiver: string;
  readonly groupKey: string;
  readonly groupLabels: Readonly<Record<string, string>>;
  readonly alertNames: readonly string[];
  readonly status: 'firing' | 'resolved';
  /** What the channel made: plain data without secrets. */
  readonly message: JsonValue;
  /** Fingerprints of the group's alerts, for the notification log. */
  readonly firing: readonly string[];
  readonly resolved: readonly string[];
  readonly createdAtMs: number;
};

/** Undelivered messages, at most one for each receiver and group, kept over restarts. */
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
