import cluster from 'node:cluster';
import { subscribe, unsubscribe } from 'node:diagnostics_channel';
import type { Empty, MonitoringDefinition } from '@telltale/definition';
import type { FastifyLike } from '../http/hooks/fastify.ts';
import type { AnyHttpServer } from '../http/hooks/node-http.ts';
import { readMetricsEnvironment } from '../http/metrics-environment.ts';
import { offerRecording } from '../http/recording-claim.ts';
import type { Telemetry } from '../instrument.ts';
import { instrument } from '../instrument.ts';
import { earlyPackages, hookModules, tooEarly } from './modules/module-hooks.ts';
import { honoPatch } from './modules/hono-patch.ts';
import { koaPatch } from './modules/koa-patch.ts';
import { correlatePino } from './logs/pino-records.ts';
import { winstonPatch } from './logs/winston-patch.ts';
import { NO_TRACER } from '../traces/spans/otel-tracer.ts';
import { automaticDefinition } from './automatic-definition.ts';
import { freePortFrom } from '../platform/free-port.ts';

const HOST = '127.0.0.1';
const DEFAULT_PORT = 9464;

type AnyTelemetry = Telemetry<Empty>;

/**
 * Records an application that knows nothing of it: every server of `node:http` from its first request on, with
 * the routes of Express, Fastify, Koa and Hono, requests to other programs, and the runtime. Lines of pino and winston
 * name their trace. The metrics page is on a port of its own, or at `METRICS_ENDPOINT` of the application's servers
 * where that is set and `TELLTALE_METRICS_PORT` is not.
 *
 * Ends when the application calls `instrument` itself. Nothing here throws, and nothing keeps the process alive.
 */
export async function startAutomaticRecording(): Promise<void> {
  const environment = readMetricsEnvironment(process.env);
  for (const { message } of environment.faults) tell(message);
  tellOfTheStart();
  const definition = await automaticDefinition(process.cwd(), tell);
  const isOnServers = environment.paths !== undefined && environment.port === undefined;
  // A page `/metrics` of the application's own stays, and its requests are no requests of users.
  const http = isOnServers ? {} : { metricsPath: false as const, ignore: ['/metrics'] };
  // Nobody binds checks or says when the application is ready.
  const { health: _, ...rest } = definition;
  const t = instrument(rest, { http });
  t.onDiagnostic(({ kind, message }) => {
    if (kind === 'traces_off' || kind === 'traces_notice') tell(message);
  });
  const stopLibraries = recordLibraries(t);
  // The page of a cluster's primary is the sum of its workers.
  const hasOwnPort = environment.isEnabled && !isOnServers && cluster.isPrimary;
  const ownPort = hasOwnPort ? await serve(t, environment.port) : 0;
  const stop = recordServers(t, ownPort);
  const stopOpenTelemetry = await recordOpenTelemetry(t, definition);
  offerRecording(() => {
    stop();
    stopLibraries();
    stopOpenTelemetry();
    t.shutdown().catch(() => undefined);
  });
}

/** Serves the metrics page on a free port, and tells which where it is not the expected one. */
async function serve(t: AnyTelemetry, wanted = DEFAULT_PORT): Promise<number> {
  const port = wanted === 0 ? 0 : await freePortFrom(wanted, HOST);
  if (port === undefined) {
    tell(`no port from ${wanted} on is free: the metrics are not served`);
    return 0;
  }
  const { url } = await t.serve({ port, host: HOST });
  if (url !== undefined && port !== wanted) tell(`port ${wanted} is in use: the metrics are at ${url}`);
  if (url !== undefined && wanted === 0) tell(`the metrics are at ${url}`);
  return url === undefined ? 0 : Number(new URL(url).port);
}

/** Attaches to each server when its first request arrives; Node.js tells of it before anybody handles it. */
function recordServers(t: AnyTelemetry, ownPort: number): () => void {
  const known = new WeakMap<AnyHttpServer, () => void>();
  // Servers that the application drops must not stay for our sake.
  const servers: WeakRef<AnyHttpServer>[] = [];
  const onRequest = (message: unknown) => {
    const { server, socket } = message as RequestStart;
    if (known.has(server)) return;
    servers.push(new WeakRef(server));
    known.set(server, socket.localPort === ownPort ? () => undefined : t.http.attach(server));
  };
  const onFastify = (message: unknown) => {
    const { fastify } = message as { readonly fastify?: FastifyLike };
    if (fastify) t.http.fastify(fastify, {}, () => undefined);
  };
  subscribe('http.server.request.start', onRequest);
  subscribe('fastify.initialization', onFastify);
  return () => {
    unsubscribe('http.server.request.start', onRequest);
    unsubscribe('fastify.initialization', onFastify);
    for (const server of servers.map((reference) => reference.deref())) {
      if (server) known.get(server)?.();
    }
  };
}

/** Names of packages of which nothing is seen where they were loaded before. */
const PATCHED = ['koa', 'hono', 'winston', 'fastify'];

/**
 * What has to be seen from within: frameworks that leave no trace of their routes on requests, and loggers of the
 * application. After the result was called what was changed does nothing any more.
 */
function recordLibraries(t: AnyTelemetry): () => void {
  let isOn = true;
  const [koa, hono] = [t.http.koa(), t.http.hono()];
  for (const name of earlyPackages(PATCHED)) tell(tooEarly(name));
  hookModules(
    [
      koaPatch((context, next) => (isOn ? koa(context, next) : next())),
      honoPatch((context, next) => (isOn ? hono(context, next) : next())),
      winstonPatch(() => isOn),
    ],
    tell,
  );
  const stopPino = correlatePino();
  return () => {
    isOn = false;
    stopPino();
  };
}

/** What a program imports before it imports us is not seen. */
function tellOfTheStart(): void {
  const flags = [...process.execArgv, process.env['NODE_OPTIONS'] ?? ''].join(' ');
  if (/(^|\s)(--import|--require|-r)\b/.test(flags)) return;
  tell('imported by the application: start with --import @telltale/sdk/auto, so that all it loads is seen');
}

/** Databases, caches and outgoing requests, as far as OpenTelemetry's instrumentations are installed. */
async function recordOpenTelemetry(t: AnyTelemetry, definition: MonitoringDefinition): Promise<() => void> {
  const hasViews = definition.kits.some(({ views = [] }) => views.length > 0);
  if (!hasViews && t.tracer === NO_TRACER) return () => undefined;
  try {
    const { registerOpenTelemetry } =
      await import('../opentelemetry/instrumentation/register-opentelemetry.ts');
    const { missing, stop } = registerOpenTelemetry(t.registry, { definition });
    if (hasViews) for (const message of missing) tell(message);
    return stop;
  } catch (error) {
    tell(`databases and outgoing requests are not recorded: ${String(error)}`);
    return () => undefined;
  }
}

/** What Node.js publishes when a request arrives. */
interface RequestStart {
  readonly server: AnyHttpServer;
  readonly socket: { readonly localPort?: number };
}

function tell(message: string): void {
  process.stderr.write(`telltale: ${message}\n`);
}
