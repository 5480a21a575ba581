/*
 * The names and labels of a view of the HTTP server kit are known to the compiler. This file is compiled,
 * never run: each `@ts-expect-error` fails the compilation where the mistake in the next line is accepted.
 */
import { database, defineMonitoring, httpServer, messages, task } from '@telltale/definition';

const slo = { objective: 99, window: '30d', noTraffic: 'good' } as const;

/** Bounds of buckets of kits are known, those of sets too. */
export const edges = defineMonitoring({
  service: 'shop',
  kits: [httpServer({ buckets: 'coarse' }), database({ buckets: [0.1, 1] }), messages(), task()],
  slos: (m) => ({
    a: { ...slo, slowerThan: m.http_request_duration_seconds.over({ ms: 500 }) },
    b: { ...slo, slowerThan: m.db_query_duration_seconds.over({ s: 1 }, 'table') },
    c: { ...slo, slowerThan: m.processing_duration_seconds.over({ ms: 75 }) },
    d: { ...slo, slowerThan: m.task_duration_seconds.over({ minutes: 5 }) },
    // @ts-expect-error no bound of the set
    e: { ...slo, slowerThan: m.http_request_duration_seconds.over({ ms: 250 }) },
    // @ts-expect-error no bound that was given
    f: { ...slo, slowerThan: m.db_query_duration_seconds.over(0.25) },
    // @ts-expect-error no bound by default
    g: { ...slo, slowerThan: m.processing_duration_seconds.over({ ms: 300 }) },
  }),
});

/** Names by prefix and by role, labels under other names, a duration with fewer labels. */
export const right = defineMonitoring({
  service: 'shop',
  kits: [
    httpServer({
      prefix: 'shop',
      names: { connections: true, phases: 'request_phase_duration_seconds' },
      labels: { route: 'endpoint', status: 'status', method: false },
      durationLabels: ['route'],
    }),
  ],
  dashboards: (m) => ({
    Shop: {
      Requests: m.shop_requests_total
        .where({ status: /5../, endpoint: '/' })
        .rate('5m')
        .sum('endpoint', 'status'),
      Duration: m.shop_request_duration_seconds.quantile(0.9, '5m', 'endpoint'),
      Phases: m.request_phase_duration_seconds.mean('5m', 'phase'),
      Connections: m.shop_active_connections.now(),
      'In flight': m.shop_requests_in_flight.now(),
    },
  }),
});

defineMonitoring({
  service: 'shop',
  kits: [httpServer({ labels: { status: 'status', method: false }, durationLabels: ['route'] })],
  dashboards: (m) => ({
    Shop: {
      // @ts-expect-error the label has another name
      A: m.http_requests_total.where({ status_code: '500' }).rate('5m'),
      // @ts-expect-error a label that is left out
      B: m.http_requests_total.rate('5m').sum('method'),
      // @ts-expect-error the duration does not have the status
      C: m.http_request_duration_seconds.quantile(0.9, '5m', 'status'),
      // @ts-expect-error a role that was not asked for
      D: m.http_active_connections.now(),
    },
  }),
});

defineMonitoring({
  service: 'shop',
  kits: [httpServer({ names: { inFlight: false } })],
  dashboards: (m) => ({
    Shop: {
      // @ts-expect-error a role that is switched off
      A: m.http_requests_in_flight.now(),
    },
  }),
});

// @ts-expect-error not a role
httpServer({ names: { requests: 'a_total', durations: 'b' } });
// @ts-expect-error not a label role
httpServer({ labels: { status: 'status', path: 'path' } });
// @ts-expect-error not a set of buckets
httpServer({ buckets: 'fines' });
