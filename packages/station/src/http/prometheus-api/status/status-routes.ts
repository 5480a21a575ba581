import { hostname } from 'node:os';
import type { FastifyInstance } from 'fastify';
import type { QueryService } from '@telltale/model';
import { formatDuration } from '@telltale/model';
import { BadRequestError } from '../../bad-request-error.ts';
import { MAX_TIME_MS, MIN_TIME_MS } from '../../parameters.ts';
import type { NoticeLog } from '../../../events/notice-log.ts';
import type { Retention } from '../../../reload/retention-in-force.ts';
import type { ReloadStatus } from '../../../reload/reloader.ts';
import type { Permission } from '../../../sign-in/roles.ts';
import { apiRoute } from '../api-routes.ts';
import { formatTimestamp } from '../timestamp.ts';
import { featuresJson } from './features.ts';
import { cardinalityOf } from './tsdb-status.ts';

/** What the status routes tell of. */
export interface StatusSource {
  readonly version: string;
  readonly startedAtMs: number;
  readonly retention: () => Retention;
  /** Whether the experimental parts of PromQL are answered. */
  readonly experimental: boolean;
  /** Settings by the names that Prometheus' flags have. */
  readonly flags: () => Readonly<Record<string, string>>;
  readonly notices: NoticeLog;
  readonly reload: () => ReloadStatus;
  readonly query: QueryService;
  /** What is in force, as YAML. */
  readonly configuration: () => string;
  readonly store: () => { readonly series: number; readonly blocks: number };
}

/** The version of Prometheus whose API this is: clients choose by it what they ask for. */
const PROMETHEUS_VERSION = '3.14.0';

const DEFAULT_LIMIT = 10;
const MAX_LIMIT = 10_000;

/** `/api/v1/status/*`, `notifications` and `features`. */
export function registerStatusRoutes(server: FastifyInstance, source: StatusSource): void {
  const status = statusRoute(server);
  status('status/buildinfo', () => ({
    version: PROMETHEUS_VERSION,
    revision: '',
    branch: '',
    buildUser: '',
    buildDate: '',
    goVersion: '',
    application: 'Telltale',
    applicationVersion: source.version,
  }));
  status('status/runtimeinfo', () => runtimeInfo(source));
  status('status/config', () => ({ yaml: source.configuration() }), 'administer');
  status('status/flags', () => source.flags());
  registerOwnStatusRoutes(server, source);
  apiRoute(server, ['GET'], 'status/tsdb', async (parameters) => ({
    data: await tsdbStatus(source, limitOf(parameters)),
  }));
}

/** Those that tell of the station, also where another server has the samples. */
export function registerOwnStatusRoutes(
  server: FastifyInstance,
  { notices, experimental }: Pick<StatusSource, 'notices' | 'experimental'>,
): void {
  const status = statusRoute(server);
  // Nothing is answered before the log was replayed.
  status('status/walreplay', () => ({ min: 0, max: 0, current: 0 }));
  status('notifications', () =>
    notices
      .standing()
      .map(({ message, atMs }) => ({ text: message, date: formatTimestamp(atMs), active: true })),
  );
  status('features', () => featuresJson(experimental));
}

function statusRoute(
  server: FastifyInstance,
): (name: string, data: () => unknown, permission?: Permission) => void {
  return (name, data, permission) => apiRoute(server, ['GET'], name, () => ({ data: data() }), permission);
}

/** Go's fields say what they say of a process without Go. */
function runtimeInfo({ startedAtMs, retention, notices, reload }: StatusSource) {
  const { isSuccessful, lastSuccessMs } = reload();
  const startTime = new Date(startedAtMs).toISOString();
  return {
    startTime,
    CWD: process.cwd(),
    hostname: hostname(),
    serverTime: new Date().toISOString(),
    reloadConfigSuccess: isSuccessful,
    lastConfigTime: new Date(lastSuccessMs).toISOString(),
    corruptionCount: notices.corruptions,
    goroutineCount: 0,
    GOMAXPROCS: 0,
    GOMEMLIMIT: 0,
    GOGC: '',
    GODEBUG: '',
    storageRetention: formatDuration(retention().metrics.retentionMs),
  };
}

async function tsdbStatus({ query, store }: StatusSource, limit: number) {
  const all = { selectors: [], startMs: MIN_TIME_MS, endMs: MAX_TIME_MS };
  const { labelPairs, ...lists } = await cardinalityOf(await query.series(all), limit);
  const { series, blocks } = store();
  return { headStats: { numSeries: series, numLabelPairs: labelPairs, chunkCount: blocks }, ...lists };
}

function limitOf(parameters: URLSearchParams): number {
  const text = parameters.get('limit') ?? '';
  if (text === '') return DEFAULT_LIMIT;
  if (!/^\+?0*[1-9]\d{0,9}$/.test(text)) throw new BadRequestError('limit must be a positive number');
  if (Number(text) > MAX_LIMIT) throw new BadRequestError(`limit must not exceed ${MAX_LIMIT}`);
  return Number(text);
}
