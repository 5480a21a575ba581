import { createServer } from 'node:http';
import type { IncomingHttpHeaders, IncomingMessage, Server, ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { gunzipSync } from 'node:zlib';
import type { LogRecord, Span } from '@telltale/model';
import snappy from 'snappyjs';
import { parseOtlpLogs, parseOtlpTraces } from '@telltale/model/wire';

/** A request that a receiver got, unpacked. */
export interface ReceivedRequest {
  readonly path: string;
  readonly headers: IncomingHttpHeaders;
  readonly body: Buffer;
}

/** Answers a request itself, and says so; otherwise the receiver takes it as it would. */
export type Interference = (request: ReceivedRequest, response: ServerResponse) => boolean;

/** A server on loopback. */
export interface Receiver {
  readonly url: string;
  readonly requests: ReceivedRequest[];
  /** What is wrong with requests, as a strict receiver sees it. */
  readonly faults: string[];
  interfere: Interference;
  close(): Promise<void>;
}

/** Takes a request as it should, and tells what is wrong with it. */
export type Take = (
  request: ReceivedRequest,
  response: ServerResponse,
  fault: (text: string) => void,
) => void;

export async function receiver(take: Take, port = 0): Promise<Receiver> {
  const requests: ReceivedRequest[] = [];
  const faults: string[] = [];
  const server: Server = createServer((message, response) => void handle(message, response));
  const handle = async (message: IncomingMessage, response: ServerResponse) => {
    const request = await received(message);
    requests.push(request);
    if (message.method !== 'POST') faults.push(`${message.method} instead of POST`);
    if (receiving.interfere(request, response)) return;
    take(request, response, (text) => void faults.push(text));
  };
  server.listen(port, '127.0.0.1');
  await new Promise((resolve) => server.once('listening', resolve));
  const receiving: Receiver = {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    requests,
    faults,
    interfere: () => false,
    close: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
  return receiving;
}

function decompressed(bytes: Buffer, encoding: string | undefined): Buffer {
  if (encoding === 'gzip') return gunzipSync(bytes);
  return encoding === 'snappy' ? Buffer.from(snappy.uncompress(bytes)) : bytes;
}

async function received(message: IncomingMessage): Promise<ReceivedRequest> {
  const chunks: Buffer[] = await message.toArray();
  const bytes = Buffer.concat(chunks);
  const body = decompressed(bytes, message.headers['content-encoding']);
  return { path: message.url ?? '', headers: message.headers, body };
}

/** A receiver of OTLP that reads every byte of what it is sent. */
export async function otlpReceiver(
  port = 0,
): Promise<Receiver & { readonly records: LogRecord[]; readonly spans: Span[] }> {
  const records: LogRecord[] = [];
  const spans: Span[] = [];
  const strict = await receiver(({ path, headers, body }, response, fault) => {
    if (headers['content-type'] !== 'application/x-protobuf') fault(`type ${headers['content-type']}`);
    if (path === '/v1/logs') {
      const { items, faults } = parseOtlpLogs(body);
      records.push(...items);
      for (const one of faults) fault(JSON.stringify(one));
    } else if (path === '/v1/traces') {
      const { items, faults } = parseOtlpTraces(body);
      spans.push(...items);
      for (const one of faults) fault(JSON.stringify(one));
    } else fault(`path ${path}`);
    response.writeHead(200, { 'content-type': 'application/x-protobuf' }).end();
  }, port);
  return Object.assign(strict, { records, spans });
}

/** A document in a data stream or index. */
export interface StoredDocument {
  readonly index: string;
  readonly document: Readonly<Record<string, unknown>>;
}

/** Elasticsearch's `_bulk` as strict as it is: lines in pairs, a newline at the end, ids that are there once. */
export async function bulkReceiver(
  refuses: (document: Readonly<Record<string, unknown>>) => number | undefined = () => undefined,
): Promise<Receiver & { readonly documents: Map<string, StoredDocument> }> {
  const documents = new Map<string, StoredDocument>();
  const strict = await receiver(({ path, headers, body }, response, fault) => {
    if (!path.startsWith('/_bulk?')) fault(`path ${path}`);
    if (headers['content-type'] !== 'application/x-ndjson') fault(`type ${headers['content-type']}`);
    const lines = body.toString().split('\n');
    if (lines.pop() !== '') fault('no newline at the end');
    if (lines.length % 2 === 1) fault('an action without a document');
    const items: object[] = [];
    for (let at = 0; at < lines.length; at += 2) {
      const [action, document] = [JSON.parse(lines[at]), JSON.parse(lines[at + 1])];
      items.push({ create: itemOf(action.create, document, fault) });
    }
    const errors = items.some((item) => JSON.stringify(item).includes('error'));
    response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify({ errors, items }));
  });

  const itemOf = (
    { _index: index, _id: id }: { _index: string; _id: string },
    document: Readonly<Record<string, unknown>>,
    fault: (text: string) => void,
  ) => {
    if (index !== index.toLowerCase() || /[\s"*,/<>?\\|#:]/.test(index)) fault(`index ${index}`);
    if (typeof document['@timestamp'] !== 'string') fault('no @timestamp');
    const status = documents.has(`${index}/${id}`) ? 409 : (refuses(document) ?? 201);
    if (status === 201) documents.set(`${index}/${id}`, { index, document });
    return status === 201 ? { status } : { status, error: { type: 'refused', reason: 'as told' } };
  };
  return Object.assign(strict, { documents });
}

/** Answers with a status and nothing else. */
export function status(
  code: number,
  headers: Readonly<Record<string, string>> = {},
  body = '',
): Interference {
  return (_, response) => {
    response.writeHead(code, headers).end(body);
    return true;
  };
}
