import type { RequestListener, Server as HttpServer } from 'node:http';
import { createServer } from 'node:http';
import type { AddressInfo, Server, Socket } from 'node:net';
import { createServer as createSocketServer } from 'node:net';
import { afterEach } from 'vitest';

/** Servers of a test on free ports of this machine; all of them end with it. */
export function testServers() {
  const servers: (Server | HttpServer)[] = [];
  const sockets = new Set<Socket>();
  afterEach(() => {
    for (const socket of sockets) socket.destroy();
    for (const server of servers.splice(0)) server.close();
  });

  /** Resolves with the port. */
  async function listen(server: Server | HttpServer, host = '127.0.0.1'): Promise<number> {
    servers.push(server);
    server.on('connection', (socket: Socket) => {
      sockets.add(socket);
      socket.on('error', () => {}).on('close', () => sockets.delete(socket));
    });
    await new Promise<void>((resolve) => server.listen(0, host, resolve));
    const { port } = server.address() as AddressInfo;
    return port;
  }

  return {
    listen,
    http: (answer: RequestListener, host?: string) => listen(createServer(answer), host),
    /** A server that is told of each connection. */
    tcp: (onConnection: (socket: Socket) => void) => listen(createSocketServer(onConnection)),
  };
}
