import type { Server } from 'node:http';
import type { Socket } from 'node:net';

/** Who takes longer to say what it wants only means to hold the connection. */
const HEADERS_TIMEOUT_MS = 15_000;
/** The largest body that is taken comes over a slow line in this time. */
export const REQUEST_TIMEOUT_MS = 120_000;
/** How often it is looked for requests whose time is over. */
const CHECK_INTERVAL_MS = 5000;

/** For `createServer` of `node:http` and `node:https`: requests that come ever so slowly end. */
export const CONNECTION_LIMITS = {
  headersTimeout: HEADERS_TIMEOUT_MS,
  requestTimeout: REQUEST_TIMEOUT_MS,
  connectionsCheckingInterval: CHECK_INTERVAL_MS,
} as const;

/** A fleet of programs that push, with the browsers of their team; more would only fill the memory. */
const MAX_CONNECTIONS = 4096;
/** So that one machine alone never takes them all. */
const MAX_CONNECTIONS_OF_ADDRESS = 1024;

/** Bounds the connections of a server, and ends those that are opened and not used, which Node.js would keep. */
export function guardConnections(server: Server): void {
  const counts = new Map<string, number>();
  server.maxConnections = MAX_CONNECTIONS;
  server.on('connection', (socket: Socket) => {
    const { remoteAddress = '' } = socket;
    const count = counts.get(remoteAddress) ?? 0;
    if (count === MAX_CONNECTIONS_OF_ADDRESS) return socket.destroy();
    counts.set(remoteAddress, count + 1);
    socket.once('close', () => release(counts, remoteAddress));
    endWhereUnused(socket);
  });
  // Of TLS, its socket tells what is sent; the one below knows no more than bytes.
  server.on('secureConnection', endWhereUnused);
  server.on('request', ({ socket }) => socket.setTimeout(0));
}

function endWhereUnused(socket: Socket): void {
  socket.setTimeout(HEADERS_TIMEOUT_MS);
}

function release(counts: Map<string, number>, address: string): void {
  const count = (counts.get(address) ?? 0) - 1;
  if (count > 0) counts.set(address, count);
  else counts.delete(address);
}
