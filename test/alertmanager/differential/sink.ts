import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

/** A message as far as two servers must agree on it. */
export interface ReceivedMessage {
  readonly receiver: string;
  /** Labels of the group, in the order of their names. */
  readonly group: string;
  readonly status: string;
  /** `name{labels} status`, in any order. */
  readonly alerts: readonly string[];
}

/** Takes what one server tells all receivers. */
export interface Sink {
  readonly url: string;
  /** In the order in which they came. */
  readonly messages: readonly ReceivedMessage[];
  close(): Promise<void>;
}

interface Payload {
  readonly status: string;
  readonly groupLabels: Readonly<Record<string, string>>;
  readonly alerts: readonly { readonly status: string; readonly labels: Readonly<Record<string, string>> }[];
}

/** Starts a sink that takes everything. */
export async function startSink(): Promise<Sink> {
  const messages: ReceivedMessage[] = [];
  const server = createServer((request, response) => {
    let body = '';
    request.on('data', (chunk: Buffer) => (body += chunk.toString()));
    request.on('end', () => {
      // The name in the message is one for regular expressions: dots have a backslash.
      messages.push(messageOf((request.url ?? '').slice(1), JSON.parse(body)));
      response.end();
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    messages,
    close: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

function messageOf(receiver: string, { status, groupLabels, alerts }: Payload): ReceivedMessage {
  return {
    receiver,
    status,
    group: text(groupLabels),
    alerts: alerts.map((alert) => `${text(alert.labels)} ${alert.status}`).toSorted(),
  };
}

function text(labels: Readonly<Record<string, string>>): string {
  const pairs = Object.entries(labels).filter(([name]) => name !== 'scenario');
  return pairs
    .map(([name, value]) => `${name}=${value}`)
    .toSorted()
    .join(',');
}

/** What each receiver was told of each group, one after the other. */
export function sequences(messages: readonly ReceivedMessage[]): Readonly<Record<string, readonly string[]>> {
  const byGroup = Map.groupBy(messages, ({ receiver, group }) => `${receiver} {${group}}`);
  const entries = [...byGroup].map(
    ([key, list]) => [key, list.map(({ status, alerts }) => `${status}: ${alerts.join('; ')}`)] as const,
  );
  return Object.fromEntries(entries.toSorted(([a], [b]) => (a < b ? -1 : 1)));
}
