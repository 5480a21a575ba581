import { createServer } from 'node:http';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { JsonValue, Receiver } from '@telltale/model';
import { formatFaults } from './fault.ts';
import type { Fault } from './fault.ts';
import { recordMessage } from './sink-record.ts';
import type { SinkRecord } from './sink-record.ts';

/** What a server of one protocol answers. */
export interface HttpAnswer {
  readonly status: number;
  readonly body: string;
  readonly type: 'application/json' | 'text/plain';
}

/** How a path takes messages. */
export interface HttpProtocol {
  readonly receiver: string;
  readonly kind: Receiver['kind'];
  /** Document about how messages are posted. */
  readonly document: string;
  /** Judges a message by its content. */
  faults(message: JsonValue, request: SinkRequest): readonly Fault[];
  /** Without faults the message is accepted. */
  answer(message: JsonValue, faults: readonly Fault[]): HttpAnswer;
}

/** What of a request judgements need besides the message. */
export interface SinkRequest {
  readonly headers: IncomingMessage['headers'];
  readonly body: string;
}

/** A server on 127.0.0.1 that takes nothing but correct messages. */
export interface HttpSink {
  /** Takes messages at a new path; returns its URL. */
  serve(protocol: HttpProtocol): string;
  close(): Promise<void>;
}

/** Longer messages are refused. */
const MAX_BODY_BYTES = 8 * 1024 * 1024;

/** Starts the server on a free port. */
export async function startHttpSink(record: SinkRecord): Promise<HttpSink> {
  const protocols = new Map<string, HttpProtocol>();
  const server = createServer((request, response) => {
    const protocol = protocols.get(request.url ?? '');
    if (protocol) void take(protocol, request, response, record);
    else response.writeHead(404).end();
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(0, '127.0.0.1', resolve);
  });
  // An address of a TCP server is never a path.
  const { port } = server.address() as AddressInfo;
  return {
    serve: (protocol) => {
      const path = `/${protocol.kind}/${protocols.size + 1}`;
      protocols.set(path, protocol);
      return `http://127.0.0.1:${port}${path}`;
    },
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

async function take(
  protocol: HttpProtocol,
  request: IncomingMessage,
  response: ServerResponse,
  record: SinkRecord,
): Promise<void> {
  const { receiver, kind, document } = protocol;
  const body = await readBody(request);
  const { message, rule } = messageOf(request, body);
  const faults =
    rule === undefined
      ? protocol.faults(message, { headers: request.headers, body: body ?? '' })
      : [{ rule, document }];
  const answer = protocol.answer(message, faults);
  recordMessage(record, { receiver, kind, payload: message, answer: `HTTP ${answer.status}` }, faults);
  response.writeHead(answer.status, { 'content-type': `${answer.type}; charset=utf-8` }).end(answer.body);
}

function messageOf(
  request: IncomingMessage,
  body: string | undefined,
): { readonly message: JsonValue; readonly rule?: string } {
  const refuse = (rule: string) => ({ message: body ?? '', rule });
  if (request.method !== 'POST') return refuse(`the method must be POST, not ${request.method}`);
  const type = request.headers['content-type']?.split(';')[0].trim().toLowerCase();
  if (type !== 'application/json')
    return refuse(`the content type must be application/json, not ${type ?? 'missing'}`);
  if (body === undefined)
    return refuse(`the body is longer than ${MAX_BODY_BYTES} bytes, broken off or not UTF-8`);
  try {
    return { message: JSON.parse(body) as JsonValue };
  } catch (error) {
    return refuse(`the body is not JSON: ${error instanceof Error ? error.message : String(error)}`);
  }
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

/** A refusal in plain text. */
export function plainRefusal(status: number, faults: readonly Fault[], prefix = ''): HttpAnswer {
  return { status, body: `${prefix}${formatFaults(faults)}`, type: 'text/plain' };
}
