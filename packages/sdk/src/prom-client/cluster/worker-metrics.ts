import type { Cluster, Worker } from 'node:cluster';
import { sharedState } from '../contract/shared-state.ts';
import {
  METRICS_REQUEST,
  METRICS_RESPONSE,
  isMetricsRequest,
  isMetricsResponse,
} from './cluster-messages.ts';
import type { MetricsRequest, MetricsResponse } from './cluster-messages.ts';

const TIMEOUT_MS = 5000;

/** Loaded when it is needed: some application servers cannot bear that the module is loaded at all. */
function clusterModule(): Cluster {
  // The types tell of the module as it is imported; this is what is exported.
  return process.getBuiltinModule('node:cluster') as unknown as Cluster;
}

/** Lets this process ask or answer for metrics; once, also where this module was loaded twice. */
export function listenForMetrics(readLocal: () => Promise<readonly unknown[]>): void {
  const state = sharedState();
  if (state.isListening) return;
  state.isListening = true;
  const cluster = clusterModule();
  if (cluster.isPrimary) {
    cluster.on('message', (worker: Worker, message: unknown) => {
      if (isMetricsResponse(message)) receive(worker.id, message);
    });
    // A worker that goes without an answer has no metrics any more.
    cluster.on('disconnect', (worker) => {
      for (const request of state.pendingRequests.values()) request.answered(worker.id, []);
    });
  } else {
    process.on('message', (message) => {
      if (isMetricsRequest(message)) void answer(message, readLocal);
    });
  }
}

function receive(workerId: number, { requestId, metrics, error }: MetricsResponse): void {
  // An answer that comes too late finds no request.
  const request = sharedState().pendingRequests.get(requestId);
  request?.answered(workerId, error === undefined ? (metrics ?? []) : new Error(error));
}

async function answer(
  { requestId }: MetricsRequest,
  readLocal: () => Promise<readonly unknown[]>,
): Promise<void> {
  const response = await readLocal().then(
    (metrics) => ({ metrics }),
    (error: unknown) => ({ error: error instanceof Error ? error.message : String(error) }),
  );
  // The primary may be gone by now.
  if (process.connected)
    process.send?.({ type: METRICS_RESPONSE, requestId, ...response } satisfies MetricsResponse);
}

/**
 * The metrics of all registries of all workers that are connected; empty where there is none. Rejects where
 * a worker fails, or does not answer within 5 s.
 */
export function askWorkers(): Promise<readonly unknown[]> {
  const { promise, resolve, reject } = Promise.withResolvers<readonly unknown[]>();
  const state = sharedState();
  const requestId = ++state.lastRequestId;
  const workers = connectedWorkers();
  const waitingFor = new Set(workers.map((worker) => worker.id));
  const received: unknown[] = [];
  const timer = setTimeout(() => settle(() => reject(new Error('Operation timed out.'))), TIMEOUT_MS);
  const settle = (finish: () => void): void => {
    clearTimeout(timer);
    state.pendingRequests.delete(requestId);
    finish();
  };
  const answered = (workerId: number, metrics: readonly unknown[] | Error): void => {
    if (!waitingFor.delete(workerId)) return;
    if (metrics instanceof Error) settle(() => reject(metrics));
    else received.push(...metrics);
    if (waitingFor.size === 0) settle(() => resolve(received));
  };
  state.pendingRequests.set(requestId, { answered });
  for (const worker of workers) worker.send({ type: METRICS_REQUEST, requestId } satisfies MetricsRequest);
  if (workers.length === 0) settle(() => resolve(received));
  return promise;
}

function connectedWorkers(): Worker[] {
  return Object.values(clusterModule().workers ?? {}).filter(
    (worker) => worker?.isConnected() === true,
  ) as Worker[];
}
