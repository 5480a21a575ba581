import type { IncomingMessage, ServerResponse } from 'node:http';
import { createServer } from 'node:http';
import { onTestFinished } from 'vitest';
import { close, listen } from './http-requests.ts';

/** A document that was created. */
export interface Document {
  readonly index: string;
  readonly id: string;
  readonly source: Readonly<Record<string, unknown>>;
}

/** What a test server does with a request, in place of taking the documents. */
export type Behaviour = (response: ServerResponse, number: number) => boolean;

/** Stands in for Elasticsearch: takes correct `_bulk` requests of the client, and refuses all others as it does. */
export interface FakeElasticsearch {
  readonly url: string;
  readonly documents: readonly Document[];
  /** What was wrong with requests. */
  readonly faults: readonly string[];
  readonly requests: number;
  /** Answers a request itself, and says so; for an outage. */
  behave: Behaviour;
  /** What becomes of a document, by its source: a status other than 201. */
  judge: (source: Readonly<Record<string, unknown>>) => number;
}

const TYPE = /^application\/vnd\.elasticsearch\+x-ndjson; compatible-with=9$/;

/** Starts a server that keeps what it is sent, until the test has ended. */
export async function startElasticsearch(authorization?: string): Promise<FakeElasticsearch> {
  const documents: Document[] = [];
  const faults: string[] = [];
  const state = { requests: 0 };
  const fake = {
    documents,
    faults,
    get requests() {
      return state.requests;
    },
    url: '',
    behave: () => false,
    judge: () => 201,
  } as FakeElasticsearch & { url: string };
  const server = createServer((request, response) => {
    response.setHeader('x-elastic-product', 'Elasticsearch');
    void answer(request, response);
  });
  const answer = async (request: IncomingMessage, response: ServerResponse) => {
    const chunks: Buffer[] | undefined = await request.toArray().catch(() => undefined);
    // Who sent it has gone before it was here.
    if (chunks === undefined) return;
    const text = Buffer.concat(chunks).toString();
    if (fake.behave(response, state.requests++)) return;
    const refuse = (status: number, reason: string) => {
      faults.push(reason);
      response
        .writeHead(status, { 'content-type': 'application/json' })
        .end(JSON.stringify({ error: { reason } }));
    };
    const { method, url, headers } = request;
    if (authorization !== undefined && headers.authorization !== authorization)
      return refuse(401, 'who are you');
    if (method !== 'POST' || url !== '/_bulk') return refuse(404, `${method} ${url}`);
    if (!TYPE.test(headers['content-type'] ?? '')) return refuse(406, String(headers['content-type']));
    if (!text.endsWith('\n')) return refuse(400, 'the body does not end in a line end');
    const items = readItems(text, fake, documents);
    if (typeof items === 'string') return refuse(400, items);
    const errors = items.some(({ create }) => create.status >= 400);
    response.writeHead(200, { 'content-type': 'application/vnd.elasticsearch+json; compatible-with=9' });
    response.end(JSON.stringify({ took: 1, errors, items }));
  };
  fake.url = await listen(server);
  onTestFinished(() => close(server));
  return fake;
}

interface Item {
  readonly create: {
    readonly _index: string;
    readonly _id: string;
    readonly status: number;
    readonly error?: object;
  };
}

function readItems(
  text: string,
  { judge }: FakeElasticsearch,
  documents: Document[],
): string | readonly Item[] {
  const lines = text.trimEnd().split('\n');
  const items: Item[] = [];
  for (let at = 0; at < lines.length; at += 2) {
    const action = JSON.parse(lines[at]) as { create?: { _index?: unknown; _id?: unknown } };
    const source = JSON.parse(lines[at + 1]) as Record<string, unknown>;
    const { _index: index, _id: id } = action.create ?? {};
    if (typeof index !== 'string' || !/^[a-z0-9][a-z0-9._-]*$/.test(index))
      return `the index ${String(index)}`;
    if (typeof id !== 'string' || id === '') return 'a document without an id';
    if (Number.isNaN(Date.parse(String(source['@timestamp'])))) return 'a document without a time';
    const status = documents.some((document) => document.id === id) ? 409 : judge(source);
    if (status === 201) documents.push({ index, id, source });
    items.push({
      create: {
        _index: index,
        _id: id,
        status,
        ...(status >= 400 && { error: { type: 'fault', reason: 'judged' } }),
      },
    });
  }
  return items;
}
