import type { MetricRegister } from './metric-register.ts';

/** A request of a cluster's primary that waits for its workers. */
export interface PendingRequest {
  /** Takes an answer: the metrics of each registry of a worker, or why there are none. */
  readonly answered: (workerId: number, metrics: readonly unknown[] | Error) => void;
}

/** What label values are held to. */
export interface Guards {
  /** Series of one metric; what is beyond is added up in one more. */
  readonly maxSeriesPerMetric: number;
}

/**
 * What all copies of this module in a process share: a program that loads the ESM and the CommonJS build,
 * or the package twice, still has one default registry and one listener.
 */
export interface SharedState {
  /** Made by the copy that was loaded first. */
  defaultRegistry?: MetricRegister;
  /** What a cluster worker answers with; the default registry where it is absent. */
  clusterRegistries?: readonly MetricRegister[];
  /** Whether a copy listens for the messages of the cluster. */
  isListening: boolean;
  /** Requests of a cluster's primary by number. */
  readonly pendingRequests: Map<number, PendingRequest>;
  lastRequestId: number;
  /** Set by `useGuards`. */
  guards?: Guards;
}

const KEY = Symbol.for('@telltale/sdk/prom-client');

/** The state of the process. */
export function sharedState(): SharedState {
  const holder = globalThis as { [KEY]?: SharedState };
  return (holder[KEY] ??= { isListening: false, pendingRequests: new Map(), lastRequestId: 0 });
}
