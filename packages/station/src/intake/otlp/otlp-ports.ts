import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http';
import { createServer as createHttpServer } from 'node:http';
import type { AddressInfo, Server, Socket } from 'node:net';
import { createServer } from 'node:net';
import { createServer as createSecureServer } from 'node:tls';
import { CONNECTION_LIMITS, guardConnections } from '../../connections/connection-limits.ts';
import { createTlsServer } from '../../tls/tls-server.ts';
import type { SignIn } from '../../sign-in/sign-in.ts';
import type { StationTls } from '../../tls/station-tls.ts';
import type { BodyBudget } from '../body/body-budget.ts';
import type { IntakeTargets } from '../intake.ts';
import type { OtlpGrpc } from './otlp-grpc.ts';

const HOST = '127.0.0.1';
/** Connections to one port; an exporter has one. */
const MAX_CONNECTIONS = 256;

/** What the ports need. */
export interface OtlpPortsOptions {
  /** Absent where nobody is to listen; 0 lets the system choose. */
  readonly ports: { readonly http?: number; readonly grpc?: number };
  /** Answers requests as the station's own port does. */
  readonly routing: (request: IncomingMessage, response: ServerResponse) => void;
  readonly targets: IntakeTargets;
  readonly budget: BodyBudget;
  /** Knows who sends; everybody may where absent. */
  readonly signIn?: SignIn | undefined;
  /** Plain connections where absent. */
  readonly tls?: StationTls | undefined;
  /** Told of a port that another program has. */
  readonly log: (line: string) => void;
}

/** The ports where programs expect OTLP. */
export interface OtlpPorts {
  /** Where somebody listens; absent where another program has the port. */
  readonly httpUrl?: string;
  readonly grpcUrl?: string;
  close(): Promise<void>;
}

/** Opens the ports that are free. Of gRPC nothing is loaded before the first connection. */
export async function openOtlpPorts(options: OtlpPortsOptions): Promise<OtlpPorts> {
  const { ports, log } = options;
  const http = await listenIfFree(httpPort(options), ports.http, log);
  const grpc = await listenIfFree(grpcPort(options), ports.grpc, log);
  return {
    ...(http && { httpUrl: urlOf(http, options.tls) }),
    ...(grpc && { grpcUrl: urlOf(grpc, options.tls) }),
    close: async () => {
      await Promise.all([http?.close(), grpc?.close()]);
    },
  };
}

/** Something that listens. */
interface Listener {
  readonly server: Server;
  close(): Promise<void>;
}

/** OTLP and nothing else of what the station answers. */
function httpPort({ routing, tls }: OtlpPortsOptions): Listener {
  const answer: RequestListener = (request, response) => {
    if (request.url?.startsWith('/v1/')) return routing(request, response);
    response.writeHead(404, { 'content-type': 'text/plain; charset=utf-8' });
    response.end('This port takes OTLP: POST /v1/logs, /v1/traces and /v1/metrics.\n');
  };
  const server = tls
    ? createTlsServer(tls, CONNECTION_LIMITS, answer)
    : createHttpServer(CONNECTION_LIMITS, answer);
  guardConnections(server);
  return {
    server,
    close: async () => {
      const closed = new Promise((resolve) => server.close(resolve));
      server.closeAllConnections();
      await closed;
    },
  };
}

function grpcPort({ targets, budget, signIn, tls }: OtlpPortsOptions): Listener {
  let loading: Promise<OtlpGrpc> | undefined;
  const load = async () => {
    const { createOtlpGrpc } = await import('./otlp-grpc.ts');
    return createOtlpGrpc(targets, budget, signIn);
  };
  const serve = (connection: Socket) => {
    connection.on('error', () => connection.destroy());
    // gRPC has no answer to a connection: why it is refused stands in the log.
    if (tls?.faultOf(connection)) return connection.destroy();
    loading ??= load();
    loading.then(
      (grpc) => grpc.serve(connection),
      () => connection.destroy(),
    );
  };
  const server = tls ? createTlsConnections(tls, serve) : createServer({ noDelay: true }, serve);
  const connections = new Set<Socket>();
  server.on('connection', (connection: Socket) => {
    connections.add(connection);
    connection.on('close', () => connections.delete(connection));
  });
  return {
    server,
    close: async () => {
      const closed = new Promise((resolve) => server.close(resolve));
      (await loading?.catch(() => undefined))?.stop();
      for (const connection of connections) connection.destroy();
      await closed;
    },
  };
}

function createTlsConnections(tls: StationTls, serve: (connection: Socket) => void): Server {
  const server = createSecureServer({ ...tls.options, noDelay: true, ALPNProtocols: ['h2'] }, serve);
  tls.watch(server);
  return server;
}

/** A port that cannot be had is told and left out: the station's own takes OTLP as well. */
async function listenIfFree(
  listener: Listener,
  port: number | undefined,
  log: (line: string) => void,
): Promise<Listener | undefined> {
  if (port === undefined) return undefined;
  const { server } = listener;
  server.maxConnections = MAX_CONNECTIONS;
  const problem = await new Promise<NodeJS.ErrnoException | undefined>((resolve) => {
    // Errors of single connections, later on, are no matter of the port.
    server.on('error', resolve);
    server.listen(port, HOST, () => resolve(undefined));
  });
  if (!problem) return listener;
  const reason = problem.code === 'EADDRINUSE' ? 'another program has it' : problem.message;
  log(`OTLP is not taken on port ${port}: ${reason}. Programs may send it to the station's own port.`);
  return undefined;
}

function urlOf({ server }: Listener, tls: StationTls | undefined): string {
  return `${tls ? 'https' : 'http'}://${HOST}:${(server.address() as AddressInfo).port}`;
}
