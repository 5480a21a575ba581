import { createServer } from 'node:http';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { WEBHOOK_DOCUMENT, webhookFaults } from './sinks/webhook-contract.ts';

/** A message that was refused, and why. */
export interface RefusedMessage {
  readonly reason: string;
  readonly body: string;
}

/** A receiver of webhooks that takes nothing but correct messages. */
export interface StrictSink {
  /** Address to post to. */
  readonly url: string;
  /** Accepted messages, in order. */
  readonly accepted: readonly unknown[];
  readonly refused: readonly RefusedMessage[];
  close(): Promise<void>;
}

/** Longer messages are refused. */
const MAX_BODY_BYTES = 4 * 1024 * 1024;

/** Starts a sink on a free port of 127.0.0.1. */
export async function startStrictSink(): Promise<StrictSink> {
  const accepted: unknown[] = [];
  const refused: RefusedMessage[] = [];
  const take = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const received = await receive(request);
    if ('reason' in received) {
      refused.push(received);
      answer(response, 400, `${received.reason} (see ${WEBHOOK_DOCUMENT})`);
    } else {
      accepted.push(received.message);
      answer(response, 200, 'ok');
    }
  };
  const server = createServer((request, response) => void take(request, response));
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(0, '127.0.0.1', resolve);
  });
  // An address of a TCP server is never a path.
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}/webhook`,
    accepted,
    refused,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

type Received = RefusedMessage | { readonly message: unknown };

async function receive(request: IncomingMessage): Promise<Received> {
  const body = await readBody(request);
  const refuse = (reason: string): RefusedMessage => ({ reason, body: body ?? '' });
  if (request.method !== 'POST') return refuse(`the method must be POST, not ${request.method}`);
  const type = request.headers['content-type']?.split(';')[0].trim().toLowerCase();
  if (type !== 'application/json')
    return refuse(`the content type must be application/json, not ${type ?? 'missing'}`);
  if (body === undefined)
    return refuse(`the body is longer than ${MAX_BODY_BYTES} bytes, broken off or not UTF-8`);
  let message: unknown;
  try {
    message = JSON.parse(body);
  } catch (error) {
    return refuse(`the body is not JSON: ${error instanceof Error ? error.message : String(error)}`);
  }
  const faults = webhookFaults(message);
  return faults.length > 0 ? refuse(faults.join('; ')) : { message };
}

/** `undefined` for a body that is too long, breaks off or is not UTF-8. */
async function readBody(request: IncomingMessage): Promise<string | undefined> {
  const chunks: Buffer[] = [];
  let size = 0;
  try {
    for await (const chunk of request) {
      size += chunk.length;
      if (size <= MAX_BODY_BYTES) chunks.push(chunk);
    }
    if (size > MAX_BODY_BYTES) return undefined;
    return new TextDecoder('utf-8', { fatal: true }).decode(Buffer.concat(chunks));
  } catch {
    return undefined;
  }
}

function answer(response: ServerResponse, statusCode: number, text: string): void {
  response.writeHead(statusCode, { 'content-type': 'text/plain; charset=utf-8' }).end(text);
}
