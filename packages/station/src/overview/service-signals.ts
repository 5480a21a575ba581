import type { ResolvedMetric } from '@telltale/definition';
import type { MetricView } from '../contract.ts';

/** What a metric is to the figures of a service. */
export interface SignalMetric {
  readonly name: string;
  /** Whether it is a histogram without classic buckets. */
  readonly isNative?: boolean;
}

/** Events of which some fail. */
export interface RequestSignal extends SignalMetric {
  /** A matcher of those that failed, such as `status=~"5.."`; absent where nothing tells. */
  readonly failed?: string;
  /** The opposite. */
  readonly succeeded?: string;
  /** Counts those that failed, where it is a counter of its own. */
  readonly failures?: string;
}

/** The metrics that tell how a service does, whatever their names. */
export interface ServiceSignals {
  readonly requests?: RequestSignal;
  readonly duration?: SignalMetric;
  /** Parts of the duration, by `label`. */
  readonly phases?: SignalMetric & { readonly label: string };
  readonly inFlight?: SignalMetric;
  readonly connections?: SignalMetric;
  readonly cpu?: SignalMetric;
  readonly memory?: SignalMetric;
  /** 1 for each check that passes, by `label`. */
  readonly checks?: SignalMetric & { readonly label: string };
}

/** Which kit tells what a service is there for: a server answers, whatever else it does. */
const KITS_BY_INTEREST = ['http-server', 'ai', 'messages', 'task', 'methods'] as const;

/** The role that counts events, where it is not `requests`. */
const EVENT_ROLES: ReadonlySet<string> = new Set(['requests', 'processed', 'total', 'calls']);

const SERVER_ERROR = '5..';

/** Roles of which figures are made. */
const SIGNAL_ROLES: ReadonlySet<string> = new Set([
  ...EVENT_ROLES,
  'errors',
  'duration',
  'phases',
  'inFlight',
  'inProgress',
  'connections',
  'cpu',
  'residentMemory',
  'checks',
]);

/** Whether a metric can be one of the signals of a service. */
export function isSignal({ role }: ResolvedMetric): boolean {
  return role !== undefined && SIGNAL_ROLES.has(role);
}

/** The signals that the kits of a service have; without a kit that tells, by names in common use. */
export function declaredSignals(metrics: readonly ResolvedMetric[]): ServiceSignals {
  const kit = KITS_BY_INTEREST.find((name) => metrics.some((metric) => metric.kit === name));
  const ofKit = metrics.filter((metric) => metric.kit === kit && kit !== undefined);
  const role = (name: string, from = ofKit) => signalOf(from.find((metric) => metric.role === name));
  const runtime = metrics.filter((metric) => metric.kit === 'node-runtime');
  const requests = ofKit.find((metric) => metric.role !== undefined && EVENT_ROLES.has(metric.role));
  const phases = ofKit.find((metric) => metric.role === 'phases');
  const checks = metrics.find((metric) => metric.kit === 'health' && metric.role === 'checks');
  const signals = {
    requests: requests && declaredRequests(requests, ofKit),
    duration: role('duration'),
    phases: phases && { name: phases.name, label: phases.labelRoles?.['phase'] ?? 'phase' },
    inFlight: role('inFlight') ?? role('inProgress'),
    connections: role('connections', metrics.filter(isServerKit)),
    cpu: role('cpu', runtime),
    memory: role('residentMemory', runtime),
    checks: checks && { name: checks.name, label: checks.labelRoles?.['check'] ?? 'check' },
  };
  return { ...(kit === undefined && signalsByName(metrics)), ...withoutAbsent(signals) };
}

/** Connections of databases are another thing than those of clients. */
function isServerKit({ kit }: ResolvedMetric): boolean {
  return kit === 'http-server' || kit === 'websocket';
}

function signalOf(metric: ResolvedMetric | undefined): SignalMetric | undefined {
  if (!metric) return undefined;
  const isNative = metric.kind === 'histogram' && metric.isNative === true && metric.buckets?.length === 0;
  return { name: metric.name, ...(isNative && { isNative }) };
}

function declaredRequests(metric: ResolvedMetric, ofKit: readonly ResolvedMetric[]): RequestSignal {
  const { name, kit } = metric;
  const status = metric.labelRoles?.['status'];
  const failures = ofKit.find(({ role }) => role === 'errors')?.name;
  if (status === undefined) return { name, ...(failures !== undefined && { failures }) };
  return { name, ...failedBy(status, kit === 'http-server' ? SERVER_ERROR : 'fail.*|error.*') };
}

function failedBy(label: string, pattern: string): Pick<RequestSignal, 'failed' | 'succeeded'> {
  return { failed: `${label}=~"${pattern}"`, succeeded: `${label}!~"${pattern}"` };
}

/** A metric that nobody declared. */
export interface KnownMetric {
  readonly name: string;
  readonly type: MetricView['type'];
}

/** Labels that tell how a request ended, by what they hold where it failed. */
const STATUS_LABELS: readonly (readonly [label: string, failed: string])[] = [
  ['http_response_status_code', SERVER_ERROR],
  ['status_code', SERVER_ERROR],
  ['code', SERVER_ERROR],
  ['status', `${SERVER_ERROR}|fail.*|error.*`],
  ['grpc_code', 'Unknown|DeadlineExceeded|Internal|Unavailable|DataLoss|Unimplemented'],
  ['outcome', 'fail.*|error.*|SERVER_ERROR'],
];

/** Counters and histograms of requests, the most telling first. */
const REQUEST_NAMES: readonly RegExp[] = [
  /^http_server_request_duration_seconds$/,
  /^http_requests_total$/,
  /^http_server_requests(?:_seconds|_total)$/,
  /(?:^|_)http_requests_total$/,
  /^grpc_server_handled_total$/,
  /(?:^|_)http_request_duration_seconds$/,
  /(?:^|_)requests_total$/,
  /(?:^|_)request_duration_seconds$/,
  /(?:^|_)(?:messages_processed|messages|tasks|jobs)_total$/,
];

const DURATION_NAMES: readonly RegExp[] = [
  /^http_server_request_duration_seconds$/,
  /^http_request_duration_seconds$/,
  /^http_server_requests_seconds$/,
  /(?:^|_)http_request_duration_seconds$/,
  /^grpc_server_handling_seconds$/,
  /(?:^|_)request_duration_seconds$/,
  /(?:^|_)(?:processing|task|job)_duration_seconds$/,
];

/** Requests to the page with the metrics are none that anybody waits for. */
const OF_THE_EXPOSITION = /^promhttp_metric_handler_/;

/**
 * The signals of a program that nobody defined, by names and labels in common use.
 *
 * @param labelsOf Label names of a series name.
 */
export async function wellKnownSignals(
  metrics: readonly KnownMetric[],
  labelsOf: (seriesName: string) => Promise<readonly string[]>,
): Promise<ServiceSignals> {
  const counted = countedRequests(metrics);
  return knownSignals(metrics, counted === undefined ? [] : await labelsOf(counted));
}

/** Those of metrics that are declared without a kit. */
function signalsByName(metrics: readonly ResolvedMetric[]): ServiceSignals {
  const known = metrics.map(({ name, kind }) => ({ name, type: kind }));
  const counted = countedRequests(known);
  const declared = metrics.find(({ name }) => name === counted || `${name}_count` === counted);
  return knownSignals(known, Object.keys(declared?.labels ?? {}));
}

/** @param labels Those of the series that counts requests. */
function knownSignals(metrics: readonly KnownMetric[], labels: readonly string[]): ServiceSignals {
  const counted = countedRequests(metrics);
  const status = STATUS_LABELS.find(([label]) => labels.includes(label));
  const duration = findKnown(metrics, DURATION_NAMES, ['histogram']);
  const has = (name: string) => (metrics.some((metric) => metric.name === name) ? { name } : undefined);
  return withoutAbsent({
    requests: counted === undefined ? undefined : { name: counted, ...(status && failedBy(...status)) },
    duration: duration && { name: duration.name },
    cpu: has('process_cpu_seconds_total'),
    memory: has('process_resident_memory_bytes'),
  });
}

/** Name of the series that counts requests. */
function countedRequests(metrics: readonly KnownMetric[]): string | undefined {
  const found = findKnown(metrics, REQUEST_NAMES, ['counter', 'histogram', 'unknown']);
  return found?.type === 'histogram' ? `${found.name}_count` : found?.name;
}

function findKnown(
  metrics: readonly KnownMetric[],
  names: readonly RegExp[],
  types: readonly KnownMetric['type'][],
): KnownMetric | undefined {
  for (const pattern of names) {
    const found = metrics.find(
      ({ name, type }) => pattern.test(name) && types.includes(type) && !OF_THE_EXPOSITION.test(name),
    );
    if (found) return found;
  }
  return undefined;
}

function withoutAbsent(signals: {
  readonly [Name in keyof ServiceSignals]: ServiceSignals[Name] | undefined;
}): ServiceSignals {
  return Object.fromEntries(Object.entries(signals).filter(([, signal]) => signal !== undefined));
}
