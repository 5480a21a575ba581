import { once } from 'node:events';
import { createServer } from 'node:http';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/** What the provider answers to a request for a model: JSON, parts of a stream, or an error. */
export type Answer =
  | { readonly json: unknown }
  | { readonly parts: readonly unknown[]; readonly pauseMs?: number; readonly breakOff?: boolean }
  | { readonly status: number };

/** A provider of models on this machine that answers as OpenAI and Anthropic do. */
export interface AiProvider {
  readonly url: string;
  /** Bodies of the requests so far. */
  readonly asked: readonly Readonly<Record<string, unknown>>[];
  close(): void;
}

const PATHS: ReadonlySet<string> = new Set([
  '/v1/chat/completions',
  '/v1/responses',
  '/v1/embeddings',
  '/v1/messages',
]);

/** Starts a provider that knows some models; anything else it refuses with 400. */
export async function startAiProvider(models: Readonly<Record<string, Answer>>): Promise<AiProvider> {
  const asked: Record<string, unknown>[] = [];
  const server = createServer((request, response) => {
    void answer(request, response, models, asked);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    asked,
    close: () => {
      server.close();
      server.closeAllConnections();
    },
  };
}

async function answer(
  request: IncomingMessage,
  response: ServerResponse,
  models: Readonly<Record<string, Answer>>,
  asked: Record<string, unknown>[],
): Promise<void> {
  const body = JSON.parse(Buffer.concat(await request.toArray()).toString());
  asked.push(body);
  const hasKey = request.headers.authorization === 'Bearer key' || request.headers['x-api-key'] === 'key';
  const known = models[body.model];
  const isSound = request.method === 'POST' && PATHS.has(request.url ?? '') && hasKey && known;
  if (!isSound || 'parts' in known !== (body.stream === true)) {
    send(response, 400, { error: { message: 'the provider does not understand this', type: 'test' } });
  } else if ('json' in known) {
    send(response, 200, known.json);
  } else if ('status' in known) {
    send(response, known.status, { error: { message: 'not now', type: 'test' } });
  } else {
    await stream(response, known);
  }
}

function send(response: ServerResponse, status: number, body: unknown): void {
  response.writeHead(status, { 'content-type': 'application/json', 'x-should-retry': 'false' });
  response.end(JSON.stringify(body));
}

async function stream(
  response: ServerResponse,
  { parts, pauseMs = 0, breakOff }: Extract<Answer, { parts: unknown }>,
): Promise<void> {
  response.writeHead(200, { 'content-type': 'text/event-stream' });
  for (const part of parts) {
    const type: unknown = Reflect.get(Object(part), 'type');
    response.write(`${typeof type === 'string' ? `event: ${type}\n` : ''}data: ${JSON.stringify(part)}\n\n`);
    await new Promise((resolve) => setTimeout(resolve, pauseMs));
  }
  if (breakOff) response.destroy();
  else response.end('data: [DONE]\n\n');
}
