import { createServer } from 'node:http';
import type { Server } from 'node:http';
import { defineMonitoring, httpServer } from '@telltale/definition';
import type { Kit } from '@telltale/definition';
import { parseExposition } from '@telltale/model';
import { afterEach, expect, test } from 'vitest';
import { ask, close, listen } from '../../test/support/http-requests.ts';
import { instrument } from '../instrument.ts';

interface View {
  readonly name: string;
  readonly kit: Kit;
  /** Type and label names of each metric, without `le`. */
  readonly metrics: Readonly<Record<string, string>>;
  readonly buckets: string;
  readonly help: Readonly<Record<string, string>>;
}

const METHOD_ENDPOINT_STATUS = { route: 'endpoint', status: 'status' } as const;

/** The views that services in the field have, with what a scrape of each must show. */
const VIEWS: readonly View[] = [
  {
    name: 'a prefix by service',
    kit: httpServer({
      prefix: 'normalization_service',
      names: { inFlight: false, connections: true },
      labels: METHOD_ENDPOINT_STATUS,
      help: {
        requests: 'Total HTTP requests',
        duration: 'Request latency',
        connections: 'Active connections',
      },
    }),
    metrics: {
      normalization_service_requests_total: 'counter method,endpoint,status',
      normalization_service_request_duration_seconds: 'histogram method,endpoint,status',
      normalization_service_active_connections: 'gauge ',
    },
    buckets: '0.005 0.01 0.025 0.05 0.1 0.25 0.5 1 2.5 5 10 +Inf',
    help: { normalization_service_requests_total: 'Total HTTP requests' },
  },
  {
    name: 'method, endpoint and status, the duration without status, 13 buckets',
    kit: httpServer({
      names: { inFlight: false },
      labels: METHOD_ENDPOINT_STATUS,
      durationLabels: ['method', 'route'],
      buckets: 'fine',
    }),
    metrics: {
      http_requests_total: 'counter method,endpoint,status',
      http_request_duration_seconds: 'histogram method,endpoint',
    },
    buckets: '0.005 0.01 0.025 0.05 0.075 0.1 0.25 0.5 1 2.5 5 7.5 10 +Inf',
    help: {},
  },
  {
    name: 'no labels, five buckets, active requests and phases',
    kit: httpServer({
      names: {
        requests: 'requests_total',
        duration: 'request_duration_seconds',
        inFlight: 'active_requests',
        phases: 'request_phase_duration_seconds',
      },
      labels: { method: false, route: false, status: false },
      buckets: 'coarse',
      help: { requests: 'Total requests processed' },
    }),
    metrics: {
      requests_total: 'counter ',
      request_duration_seconds: 'histogram ',
      active_requests: 'gauge ',
      request_phase_duration_seconds: 'histogram phase',
    },
    buckets: '0.1 0.5 1 2 5 +Inf',
    help: { requests_total: 'Total requests processed' },
  },
  {
    name: 'method, route and status code, nine buckets, active connections',
    kit: httpServer({ names: { inFlight: false, connections: 'active_connections' }, buckets: 'wide' }),
    metrics: {
      http_requests_total: 'counter method,route,status_code',
      http_request_duration_seconds: 'histogram method,route,status_code',
      active_connections: 'gauge ',
    },
    buckets: '0.1 0.3 0.5 0.7 1 3 5 7 10 +Inf',
    help: {
      http_requests_total: 'Total number of HTTP requests',
      http_request_duration_seconds: 'Duration of HTTP requests in seconds',
      active_connections: 'Number of active connections',
    },
  },
];

const servers: Server[] = [];
afterEach(() => Promise.all(servers.splice(0).map(close)));

test.each(VIEWS)('a scrape shows the names, labels and buckets of a view: $name', async (view) => {
  const t = instrument(defineMonitoring({ service: 'shop', kits: [view.kit] }));
  const server = createServer(
    t.http.wrap((request, response) => {
      t.http.route(request, '/product/:id');
      response.end();
    }),
  );
  servers.push(server);
  const url = await listen(server);
  await ask(`${url}/product/7`);
  const { families } = parseExposition((await ask(`${url}/metrics`)).body);
  const shown = families.filter(({ name }) => !name.startsWith('telltale_'));
  const labelsOf = (family: (typeof families)[number]) => {
    const names = family.samples.flatMap(({ labels }) => [...labels.entries()].map(([name]) => name));
    const own = [...new Set(names)].filter((name) => name !== 'le' && name !== '__name__');
    return Object.keys(view.kit.metrics[family.name].labels).filter((name) => own.includes(name));
  };
  expect(
    Object.fromEntries(shown.map((family) => [family.name, `${family.type} ${labelsOf(family).join()}`])),
  ).toEqual(view.metrics);
  const duration = shown.find(({ name }) => name.endsWith('request_duration_seconds'));
  const bounds = (duration?.samples ?? []).flatMap(({ labels }) => labels.get('le') || []);
  expect([...new Set(bounds)].join(' ')).toBe(view.buckets);
  const help = Object.fromEntries(shown.map((family) => [family.name, family.help]));
  expect(help).toMatchObject(view.help);
});

test('the endpoint of a view is the template, and requests add up under every label', async () => {
  const kit = httpServer({ labels: METHOD_ENDPOINT_STATUS, durationLabels: ['method', 'route'] });
  const t = instrument(defineMonitoring({ service: 'shop', kits: [kit] }));
  const server = createServer(
    t.http.wrap((request, response) => {
      t.http.route(request, '/product/:id');
      response.statusCode = request.url === '/product/8' ? 500 : 200;
      response.end();
    }),
  );
  servers.push(server);
  const url = await listen(server);
  for (const id of ['7', '8', '9']) await ask(`${url}/product/${id}`);
  const { body } = await ask(`${url}/metrics`);
  expect(body).toContain('http_requests_total{method="GET",endpoint="/product/:id",status="200"} 2\n');
  expect(body).toContain('http_requests_total{method="GET",endpoint="/product/:id",status="500"} 1\n');
  expect(body).toContain('http_request_duration_seconds_count{method="GET",endpoint="/product/:id"} 3\n');
});
