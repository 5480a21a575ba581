import { createFetchTransport, createSmtpTransport, readSecret } from '@telltale/alerting';
import type { DrillTarget, ReceivedMessage } from '@telltale/alerting';
import type { JsonValue } from '@telltale/model';
import { startStrictSink } from '../strict-sink.ts';

/** A drill target that has to be closed. */
export interface OpenTarget extends DrillTarget {
  /** For reports: where messages went. */
  readonly name: string;
  close(): Promise<void>;
}

/** Strict sinks on this machine: nothing leaves it. */
export async function startLocalTarget(): Promise<OpenTarget> {
  const sink = await startStrictSink();
  return {
    name: 'strict local sinks',
    receiverFor: ({ name, sendResolved }) => ({ kind: 'webhook', name, url: sink.url, sendResolved }),
    services: { http: createFetchTransport(), mail: createSmtpTransport(), secrets: readSecret },
    received: () => sink.accepted.map(receivedMessage),
    close: () => sink.close(),
  };
}

function receivedMessage(payload: unknown): ReceivedMessage {
  const message = payload as JsonValue & { readonly receiver: string };
  return { receiver: message.receiver, kind: 'webhook', payload: message };
}
