/** What a primary asks its workers. */
export interface MetricsRequest {
  readonly type: typeof METRICS_REQUEST;
  readonly requestId: number;
}

/** What a worker answers: the metrics of each of its registries, or why it cannot. */
export interface MetricsResponse {
  readonly type: typeof METRICS_RESPONSE;
  readonly requestId: number;
  readonly metrics?: readonly unknown[];
  readonly error?: string;
}

/* Names of our own: a worker that also has prom-client would answer twice under its names. */
export const METRICS_REQUEST = '@telltale/sdk/prom-client:metrics-request';
export const METRICS_RESPONSE = '@telltale/sdk/prom-client:metrics-response';

/** Whether a message of the cluster's channel is a request for metrics. */
export function isMetricsRequest(message: unknown): message is MetricsRequest {
  return Reflect.get(Object(message), 'type') === METRICS_REQUEST;
}

/** Whether a message of the cluster's channel is an answer with metrics. */
export function isMetricsResponse(message: unknown): message is MetricsResponse {
  return Reflect.get(Object(message), 'type') === METRICS_RESPONSE;
}
