import { nodeNet } from './node-modules.ts';

/** Ports that are tried one after the other. */
const TRIED_PORTS = 20;

/** The first free port from the given one on; `undefined` where none of the next ones is free. */
export async function freePortFrom(first: number, host: string): Promise<number | undefined> {
  for (let port = first; port < first + TRIED_PORTS && port <= 65_535; port++) {
    if (await isFree(port, host)) return port;
  }
  return undefined;
}

function isFree(port: number, host: string): Promise<boolean> {
  const server = nodeNet().createServer();
  return new Promise((resolve) => {
    server.once('error', () => resolve(false));
    server.listen({ port, host, exclusive: true }, () => server.close(() => resolve(true)));
  });
}
