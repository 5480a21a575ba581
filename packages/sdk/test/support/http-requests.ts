import { once } from 'node:events';
import { request as httpRequest } from 'node:http';
import type { ClientRequest, IncomingMessage, RequestOptions, Server } from 'node:http';
import type { AddressInfo, Server as NetServer } from 'node:net';
import type { Registry } from '@telltale/sdk';
import { runUntraced } from '../../src/context/context.ts';
import { valuesOf } from './registry-view.ts';

/** Listens on a free port; the result is the server's address. */
export async function listen(server: NetServer): Promise<string> {
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return addressOf(server);
}

/** The address of a server that listens. */
export function addressOf(server: NetServer): string {
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

/** Closes a server and its connections. */
export async function close(server: Server): Promise<void> {
  server.close();
  server.closeAllConnections();
  await once(server, 'close');
}

/** A request of somebody outside: where the test is the instrumented program as well, it is none of its own. */
export function untraced(url: string, options: RequestOptions = {}): ClientRequest {
  return runUntraced(() => httpRequest(url, options));
}

/** Asks and reads the whole answer. */
export async function ask(
  url: string,
  method = 'GET',
): Promise<{ status: number | undefined; body: string; type: string | undefined }> {
  const request = untraced(url, { method });
  request.end();
  const [response] = (await once(request, 'response')) as [IncomingMessage];
  const body = Buffer.concat(await response.toArray()).toString();
  return { status: response.statusCode, body, type: response.headers['content-type'] };
}

/** Asks and goes away as soon as `isStarted` settles. */
export async function abort(url: string, isStarted: Promise<unknown>): Promise<void> {
  const request = untraced(url);
  request.on('error', () => undefined);
  request.end();
  await isStarted;
  request.destroy();
}

/** `method route status` of all recorded requests, with how many there were. */
export function requestsOf(registry: Registry): Record<string, number> {
  const entries = Object.entries(valuesOf(registry, 'http_requests_total')).map(([series, value]) => {
    const texts = [...series.matchAll(/="((?:[^"\\]|\\.)*)"/g)].map(([, text]) => text);
    return [texts.join(' '), value] as const;
  });
  return Object.fromEntries(entries);
}

/** Requests that are being answered. */
export function inFlight(registry: Registry): number {
  return valuesOf(registry, 'http_requests_in_flight')['http_requests_in_flight'];
}

/** Waits for a condition; the test's own time limit ends it. */
export async function until(condition: () => boolean): Promise<void> {
  while (!condition()) await new Promise((resolve) => setTimeout(resolve, 5));
}
