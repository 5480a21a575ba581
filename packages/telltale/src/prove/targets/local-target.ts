import { createHttpTransport, createSmtpTransport } from '@telltale/alerting';
import type { DrillTarget } from '@telltale/alerting';
import { startSinks } from '../sinks/sinks.ts';

/** A drill target that has to be closed. */
export interface OpenTarget extends DrillTarget {
  /** For reports: where messages went. */
  readonly name: string;
  close(): Promise<void>;
}

/** Alerts wait for sockets most of the time: with more of them at once the processor becomes the limit. */
const MAX_TARGETS = 4;

/** Targets to prove so many alerts with, some of them at once. */
export function startLocalTargets(alerts: number): Promise<readonly OpenTarget[]> {
  return Promise.all(Array.from({ length: Math.min(MAX_TARGETS, alerts) }, startLocalTarget));
}

/** Strict sinks on this machine, one for each kind of receiver: nothing leaves it. */
async function startLocalTarget(): Promise<OpenTarget> {
  const sinks = await startSinks();
  return {
    name: 'strict local sinks',
    receiverFor: (receiver) => sinks.receiverFor(receiver),
    services: { http: createHttpTransport(), mail: createSmtpTransport(), secrets: sinks.secrets },
    received: () => sinks.accepted,
    close: () => sinks.close(),
  };
}
