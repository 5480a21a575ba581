import { randomBytes } from 'node:crypto';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** Services that go on: one that is scraped, and one that sends logs and traces. */
export interface Load {
  /** Of a `prometheus.yml` that scrapes it. */
  readonly config: string;
  /** Begins to send; the station answers by then. */
  begin(url: string): void;
  /** Requests with records that the station has taken. */
  taken(): number;
  /** What it has not taken, with its reason. */
  readonly refused: readonly string[];
  /** Ends all of it. */
  end(): Promise<void>;
}

const SERIES = 200;

/** Starts a page of {@link SERIES} counters and a histogram; what is sent begins later. */
export async function startLoad(folder: string): Promise<Load> {
  let scrapes = 0;
  const server = createServer((_request, response) => response.end(pageOf(++scrapes)));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  const config = join(folder, 'prometheus.yml');
  writeFileSync(
    config,
    `global:
  scrape_interval: 1s
  evaluation_interval: 1s
scrape_configs:
  - job_name: shop
    static_configs:
      - targets: ['127.0.0.1:${port}']
`,
  );
  const end = new AbortController();
  const refused: string[] = [];
  let taken = 0;
  const sending: Promise<void>[] = [];
  const send = async (url: string, bodyOf: (number: number) => object): Promise<void> => {
    for (let number = 0; !end.signal.aborted; number++) {
      const body = JSON.stringify(bodyOf(number));
      const headers = { 'content-type': 'application/json' };
      const { status } = await fetch(url, { method: 'POST', headers, body });
      if (status === 200) taken++;
      else refused.push(`${url}: ${status}`);
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
  };
  return {
    config,
    refused,
    taken: () => taken,
    begin: (url) => void sending.push(send(`${url}/v1/logs`, logsOf), send(`${url}/v1/traces`, tracesOf)),
    end: async () => {
      end.abort();
      await Promise.all(sending);
      await new Promise<void>((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      });
    },
  };
}

function pageOf(scrape: number): string {
  const lines = ['# TYPE orders_total counter', '# TYPE queue_length gauge', '# TYPE took_seconds histogram'];
  for (let series = 0; series < SERIES; series++) {
    lines.push(`orders_total{shop="${series}",region="r${series % 7}"} ${scrape * (series + 1)}`);
    lines.push(`queue_length{shop="${series}"} ${(scrape * series) % 17}`);
  }
  for (const [index, bound] of ['0.1', '0.5', '1', '+Inf'].entries()) {
    lines.push(`took_seconds_bucket{le="${bound}"} ${scrape * (index + 1)}`);
  }
  lines.push(`took_seconds_sum ${scrape * 0.7}`, `took_seconds_count ${scrape * 4}`);
  return `${lines.join('\n')}\n`;
}

const attribute = (key: string, stringValue: string) => ({ key, value: { stringValue } });
const resource = { attributes: [attribute('service.name', 'pay')] };
const nowNano = (addMs = 0): string => `${Date.now() + addMs}000000`;

function logsOf(number: number): object {
  const logRecords = Array.from({ length: 20 }, (_, index) => ({
    timeUnixNano: nowNano(),
    severityNumber: index % 10 === 0 ? 17 : 9,
    body: { stringValue: `order ${number}-${index} ${index % 10 === 0 ? 'refused' : 'paid'}` },
    attributes: [attribute('order', String(number)), attribute('region', `r${index % 3}`)],
  }));
  return { resourceLogs: [{ resource, scopeLogs: [{ logRecords }] }] };
}

function tracesOf(number: number): object {
  const traceId = randomBytes(16).toString('hex');
  const root = randomBytes(8).toString('hex');
  const spanOf = (spanId: string, rest: object) => ({
    traceId,
    spanId,
    startTimeUnixNano: nowNano(),
    endTimeUnixNano: nowNano(10 + (number % 50)),
    attributes: [attribute('order', String(number))],
    ...rest,
  });
  const spans = [
    spanOf(root, { name: 'POST /orders', kind: 2, status: { code: number % 5 === 0 ? 2 : 1 } }),
    spanOf(randomBytes(8).toString('hex'), { name: 'SELECT', kind: 3, parentSpanId: root }),
  ];
  return { resourceSpans: [{ resource, scopeSpans: [{ spans }] }] };
}
