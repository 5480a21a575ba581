import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

/** An alert that arrived somewhere. */
export interface Arrival {
  /** Name of the receiver in the definition. */
  readonly receiver: string;
  readonly alert: string;
  readonly status: 'firing' | 'resolved';
  readonly text: string;
}

/** Receivers of all kinds on this machine, in the place of the real ones. */
export interface Receivers {
  /** Environment by which the definition finds them. */
  readonly variables: Readonly<Record<string, string>>;
  /** What arrived, in order. */
  readonly arrivals: readonly Arrival[];
  close(): Promise<void>;
}

/** Starts them on free ports; `onArrival` is told of each alert. */
export async function startReceivers(onArrival: (arrival: Arrival) => void): Promise<Receivers> {
  const arrivals: Arrival[] = [];
  const server = createServer(async (request, response) => {
    let body = '';
    for await (const chunk of request) body += String(chunk);
    response.end('ok');
    console.error(request.url, body.slice(0, 200));
    if (request.url !== '/webhook') return;
    for (const { labels, status, annotations } of JSON.parse(body).alerts) {
      const arrival = { receiver: 'hook', alert: labels.alertname, status, text: annotations.summary };
      arrivals.push(arrival);
      onArrival(arrival);
    }
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  const url = `http://127.0.0.1:${port}`;
  return {
    variables: {
      SLACK_WEBHOOK_URL: `${url}/slack`,
      WEBHOOK_URL: `${url}/webhook`,
      PAGERDUTY_URL: `${url}/pagerduty`,
      PAGERDUTY_ROUTING_KEY: '0123456789abcdef0123456789abcdef',
      SMTP_SMARTHOST: '127.0.0.1:9',
      SMTP_PASSWORD: 'none',
    },
    arrivals,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
