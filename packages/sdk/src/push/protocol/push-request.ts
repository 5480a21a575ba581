import type { MetricsSnapshot } from '../snapshot/snapshot.ts';

/** One HTTP request that carries metrics. */
export interface PushRequest {
  readonly method: 'PUT' | 'POST' | 'DELETE';
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Uint8Array<ArrayBuffer> | string;
}

/** How a snapshot becomes requests. */
export interface PushProtocol {
  /** The requests of a snapshot, in the order in which they are sent. */
  readonly encode: (snapshot: MetricsSnapshot) => Promise<readonly PushRequest[]>;
}
