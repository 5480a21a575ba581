import type { IncomingMessage, ServerResponse } from 'node:http';
import { createServer } from 'node:http';
import { onTestFinished } from 'vitest';
import { close, listen } from './http-requests.ts';

/** A request that arrived. */
export interface Received {
  readonly method: string;
  readonly path: string;
  readonly headers: IncomingMessage['headers'];
  readonly body: Buffer;
}

/** A server that keeps what it is sent, until the test has ended. */
export interface Receiver {
  readonly url: string;
  readonly requests: readonly Received[];
}

/** Answers with 200 and nothing else, or as told; the number of the request counts from 0. */
export async function startReceiver(
  answer: (response: ServerResponse, number: number) => void = (response) => response.end(),
): Promise<Receiver> {
  const requests: Received[] = [];
  const receive = async (request: IncomingMessage, response: ServerResponse) => {
    const { method = '', url = '', headers } = request;
    const chunks: Buffer[] | undefined = await request.toArray().catch(() => undefined);
    // Who sent it has gone before it was here.
    if (chunks === undefined) return;
    const body = Buffer.concat(chunks);
    requests.push({ method, path: url, headers, body });
    answer(response, requests.length - 1);
  };
  const server = createServer((request, response) => {
    void receive(request, response);
  });
  const url = await listen(server);
  onTestFinished(() => close(server));
  return { url, requests };
}
