import { createServer } from 'node:http';
import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http';
import { createServer as createTlsServer } from 'node:https';
import type { Server as TlsServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import type { FaultyReceiver } from './faulty-receiver.ts';
import type { Certificate } from './self-signed.ts';
import { toldIn } from './told.ts';
import type { ReceivedMessage } from './told.ts';

/** In which ways a receiver over HTTP fails. */
export type HttpFault =
  | 'down'
  | '429'
  | '500'
  | '503'
  | 'hang'
  | 'reset'
  | 'wrong body'
  | 'wrong certificate';

/** What `Retry-After` asks for. */
const RETRY_AFTER_MS = 1000;

export interface HttpReceiverOptions {
  readonly name: string;
  readonly onMessage: (message: ReceivedMessage) => void;
  /** Speaks TLS: the certificate that is trusted and one that is not. */
  readonly tls?: { readonly trusted: Certificate; readonly untrusted: Certificate };
}

/** A receiver of webhooks, Slack's among them, on 127.0.0.1. */
export async function startHttpReceiver({
  name,
  onMessage,
  tls,
}: HttpReceiverOptions): Promise<FaultyReceiver<HttpFault>> {
  let fault: HttpFault | undefined;
  let recoversAtMs = 0;
  const accept = (request: IncomingMessage, body: string, response: ServerResponse): void => {
    const key = String(request.headers['idempotency-key']);
    onMessage({ receiver: name, atMs: Date.now(), key, alerts: toldIn(body) });
    response.end('ok');
  };
  const listener: RequestListener = (request, response) => {
    if (fault === 'reset') request.once('data', () => request.socket.destroy());
    if (fault === 'hang') return;
    void textOf(request).then((body): unknown => {
      switch (fault) {
        case undefined:
        case 'wrong certificate':
          return accept(request, body, response);
        case '429':
          recoversAtMs = Date.now() + RETRY_AFTER_MS;
          return response.writeHead(429, { 'retry-after': String(RETRY_AFTER_MS / 1000) }).end();
        case 'wrong body':
          return response.end('service_unavailable');
        case '500':
        case '503':
          return response.writeHead(Number(fault)).end('broken');
        default:
          return request.socket.destroy();
      }
    }, ignore);
  };
  const server = tls ? createTlsServer(tls.trusted, listener) : createServer(listener);
  server.on('tlsClientError', ignore);
  const listen = (port: number) =>
    new Promise<void>((resolve) => server.listen(port, '127.0.0.1', () => resolve()));
  await listen(0);
  const { port } = server.address() as AddressInfo;
  const close = () =>
    new Promise<void>((resolve) => {
      server.close(() => resolve());
      server.closeAllConnections();
    });
  return {
    name,
    port,
    fail: async (next) => {
      fault = next;
      recoversAtMs = 0;
      if (next === 'down') await close();
      if (next === 'wrong certificate' && tls) (server as TlsServer).setSecureContext(tls.untrusted);
    },
    recover: async () => {
      const previous = fault;
      fault = undefined;
      if (previous === 'down') await listen(port);
      if (previous === 'wrong certificate' && tls) (server as TlsServer).setSecureContext(tls.trusted);
      // What hung hangs no longer: the process behind it is another one now.
      if (previous === 'hang') server.closeAllConnections();
      return Math.max(Date.now(), recoversAtMs);
    },
    close: () => (fault === 'down' ? Promise.resolve() : close()),
  };
}

async function textOf(request: IncomingMessage): Promise<string> {
  return Buffer.concat(await request.toArray()).toString('utf8');
}

function ignore(): void {}
