import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { HttpConnections } from '../access/http-connections.ts';
import type { ScrapeTarget } from './scrape-target.ts';
import { httpReader } from './target-reader.ts';

const PAGE = `# TYPE http_seconds histogram
http_seconds_bucket{le="+Inf"} 2
http_seconds_sum 1
http_seconds_count 2
jobs_done_total 5
queue_depth 3
`;

const server = createServer((_request, response) => response.end(PAGE));
const connections = new HttpConnections();
let address = '';

beforeAll(async () => {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  address = `127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterAll(async () => {
  await connections.close();
  server.close();
});

test('metrics that a page does not describe are known by their names', async () => {
  const target: ScrapeTarget = {
    job: 'shop',
    instance: address,
    url: `http://${address}/metrics`,
    intervalMs: 5000,
    timeoutMs: 5000,
    labels: {},
    nativeHistograms: false,
  };
  const types = new Map<string, string>();
  const samples: string[] = [];
  const bytes = await httpReader(
    target,
    connections,
  )({
    metadata: (name, { type }) => types.set(name, type),
    sample: (key, labels) => samples.push(`${key} ${labels().metricName}`),
    histogram: () => {},
    exemplar: () => {},
  });
  expect(bytes).toBe(PAGE.length);
  expect(samples).toHaveLength(5);
  expect(Object.fromEntries(types)).toEqual({
    http_seconds: 'histogram',
    jobs_done_total: 'counter',
    queue_depth: 'unknown',
  });
});
