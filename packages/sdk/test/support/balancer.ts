import { Agent, createServer, request as httpRequest } from 'node:http';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { close as closeServer, listen } from './http-requests.ts';

/** How often backends are asked whether they take requests. */
const ASK_EVERY_MS = 20;

/**
 * A load balancer as Kubernetes is one: it asks each backend for its readiness now and then, sends requests to those
 * that are ready over connections that it keeps, and tries nothing twice.
 */
export async function startBalancer(
  backends: readonly string[],
  readyPath: string,
): Promise<{ readonly url: string; readonly close: () => Promise<void> }> {
  const ready = new Set(backends);
  const agent = new Agent({ keepAlive: true });
  const ask = async (backend: string) => {
    try {
      if ((await fetch(backend + readyPath)).ok) ready.add(backend);
      else ready.delete(backend);
    } catch {
      ready.delete(backend);
    }
  };
  const timer = setInterval(() => backends.forEach((backend) => void ask(backend)), ASK_EVERY_MS);
  let turn = 0;
  const forward = (incoming: IncomingMessage, outgoing: ServerResponse) => {
    const backend = [...ready][turn++ % ready.size];
    const { method, url: path, headers } = incoming;
    const request = httpRequest(backend + path, { agent, method, headers }, (response) => {
      // The connection is the balancer's business, not that of its client.
      delete response.headers['connection'];
      outgoing.writeHead(response.statusCode ?? 502, response.headers);
      response.pipe(outgoing);
    });
    request.on('error', () => outgoing.writeHead(502).end());
    incoming.pipe(request);
  };
  const server = createServer(forward);
  const url = await listen(server);
  const close = async () => {
    clearInterval(timer);
    await closeServer(server);
    agent.destroy();
  };
  return { url, close };
}
