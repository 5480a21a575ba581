/** A message to post. */
export interface TransportRequest {
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
  /** The whole exchange takes no longer. */
  readonly timeoutMs: number;
  readonly signal?: AbortSignal;
}

/** What the receiver answered. */
export interface TransportResponse {
  readonly status: number;
  /** Names in lower case. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/** No answer came in time. */
export class TransportTimeout extends Error {}

/** Posts notifications. Rejects when no answer came: refused, reset, aborted, or {@link TransportTimeout}. */
export interface Transport {
  post(request: TransportRequest): Promise<TransportResponse>;
}
