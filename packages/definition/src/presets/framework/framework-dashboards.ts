import type {
  DashboardDeclaration,
  DashboardDeclarations,
  PanelDeclaration,
} from '../../dashboards/dashboard-declaration.ts';
import { dashboard } from '../../dashboards/dashboard.ts';
import { labelValues } from '../../dashboards/variable.ts';
import type { FrameworkQueries } from './framework-metrics.ts';
import { failedRequests, failedShare } from './failed-requests.ts';
import { inRow } from '../in-row.ts';
import { narrowed } from '../narrowed.ts';

type Panels = Readonly<Record<string, PanelDeclaration>>;

/** The dashboards Performance, Resources and Request Flow. */
export function frameworkDashboards(m: FrameworkQueries): DashboardDeclarations {
  return {
    Performance: ofInstances(m, (chosen) => ({
      ...inRow('Now', tiles(chosen)),
      ...inRow('Requests', latencyPanels(chosen)),
    })),
    Resources: ofInstances(m, resources),
    'Request Flow': ofInstances(m, requestFlow),
  };
}

/** A dashboard in which single instances can be looked at. */
function ofInstances(
  m: FrameworkQueries,
  panels: (chosen: FrameworkQueries) => Panels,
): DashboardDeclaration {
  return dashboard({
    variables: { instance: labelValues(m.http_requests_total, 'instance', { multi: true, all: true }) },
    panels: ({ instance }) => panels(narrowed(m, { instance }, OF_INSTANCES)),
  });
}

/** The metrics of the service; those of its host are of another instance. */
const OF_INSTANCES = [
  'http_requests_total',
  'request_duration_seconds',
  'request_phase_duration_seconds',
  'response_time_seconds',
  'requests_total',
  'active_requests',
  'active_connections',
  'process_cpu_seconds_total',
  'memory_usage_bytes',
  'nodejs_memory_profile_bytes',
  'nodejs_eventloop_lag_p99_seconds',
] as const;

/** Where the figures lead to. */
const DETAILS = {
  flow: [{ title: 'Request Flow', url: 'dashboard:Request Flow' }],
  resources: [{ title: 'Resources', url: 'dashboard:Resources' }],
} as const;

function tiles(m: FrameworkQueries): Panels {
  return {
    RPS: {
      query: m.http_requests_total.rate('auto').sum(),
      kind: 'stat',
      legend: 'Requests',
      links: DETAILS.flow,
      description: 'Requests per second',
    },
    P95: {
      query: m.request_duration_seconds.quantile(0.95, 'auto'),
      kind: 'stat',
      legend: 'P95',
      description: 'What 95 % of the requests stay below',
    },
    Errors: {
      query: failedShare(m, 'auto'),
      kind: 'stat',
      legend: 'Errors',
      links: DETAILS.flow,
      description: 'Share of the requests that are answered with a 5xx status',
    },
    CPU: {
      query: m.process_cpu_seconds_total.rate('auto').sum(),
      kind: 'stat',
      legend: 'CPU',
      links: DETAILS.resources,
      description: 'CPU of all instances; 100 % is one core',
    },
    Memory: {
      query: m.memory_usage_bytes.now().sum(),
      kind: 'stat',
      legend: 'Memory',
      links: DETAILS.resources,
      description: 'Resident memory of all instances',
    },
    Connections: {
      query: m.active_connections.now().sum(),
      kind: 'stat',
      legend: 'Connections',
      description: 'Open connections to all instances',
    },
  };
}

function latencyPanels(m: FrameworkQueries): Panels {
  return {
    'Request Latency': {
      queries: {
        p50: m.request_duration_seconds.quantile(0.5, 'auto'),
        p95: m.request_duration_seconds.quantile(0.95, 'auto'),
        p99: m.request_duration_seconds.quantile(0.99, 'auto'),
      },
      description: 'What half, 95 % and 99 % of the requests stay below',
    },
    'Distribution of Latency': {
      query: m.request_duration_seconds.buckets('auto'),
      description: 'Requests per second by how long they take',
    },
    Throughput: {
      query: m.http_requests_total.rate('auto').sum('route'),
      legend: '{{route}}',
      description: 'Requests per second by route',
    },
    'Latency Breakdown': {
      query: m.request_phase_duration_seconds.mean('auto', 'phase'),
      legend: '{{phase}}',
      draw: 'area',
      stacked: true,
      description: 'Mean time of a request in middleware, in the handler and in the database',
    },
    'Response Time of Methods': {
      query: m.response_time_seconds.quantile(0.95, 'auto', 'class', 'method'),
      legend: '{{class}}.{{method}}',
      description: 'What 95 % of the calls of each method stay below',
    },
    'Calls of Methods': {
      query: m.requests_total.rate('auto').sum('class', 'status'),
      legend: '{{class}} {{status}}',
      description: 'Calls per second of the methods of each class, by outcome',
    },
    'Active Requests': {
      query: m.active_requests.now().sum('instance'),
      legend: '{{instance}}',
      description: 'Requests that are being processed',
    },
  };
}

function resources(m: FrameworkQueries): Panels {
  return {
    'CPU Usage': {
      query: m.process_cpu_seconds_total.rate('auto').sum('instance'),
      legend: '{{instance}}',
      description: 'CPU of each instance; 100 % is one core',
    },
    'Memory Usage': {
      query: m.memory_usage_bytes.now().max('instance'),
      legend: '{{instance}}',
      description: 'Resident memory of each instance',
    },
    'Memory Profile': {
      query: m.nodejs_memory_profile_bytes.now().sum('area'),
      legend: '{{area}}',
      description: 'Memory by what it is used for: all of it, heap, stack and tracked caches',
    },
    'Event Loop Lag': {
      query: m.nodejs_eventloop_lag_p99_seconds.now().max('instance'),
      legend: '{{instance}}',
      description: '99th percentile of the delay of the event loop since the last scrape',
    },
    'Host Load': {
      query: m.node_load1.now().max('instance'),
      legend: '{{instance}}',
      description: 'Processes of the host that run or wait, over a minute',
    },
  };
}

function requestFlow(m: FrameworkQueries): Panels {
  const all = m.http_requests_total.rate('auto').sum();
  return {
    Incoming: {
      query: all,
      legend: 'Incoming',
      description: 'Requests per second that were answered: those that succeeded and those that failed',
    },
    Processing: {
      query: m.active_requests.now().sum(),
      legend: 'Processing',
      description: 'Requests that are being processed at the moment',
    },
    Success: {
      query: m.http_requests_total
        .where({ status: /[1-4]../ })
        .rate('auto')
        .sum()
        .or(all.times(0)),
      legend: 'Success',
      description: 'Requests per second that were not answered with a 5xx status',
    },
    Error: {
      query: failedRequests(m, 'auto').or(all.times(0)),
      legend: 'Error',
      description: 'Requests per second that were answered with a 5xx status; 0 where none was',
    },
  };
}
