import { randomUUID } from 'node:crypto';
import type { IncomingMessage } from 'node:http';

/** One request, as the routes see it. */
export interface Visit {
  /** Value of a `:name` of the route's pattern. */
  readonly param: (name: string) => string;
  /** Value of the query string, or the empty string. */
  readonly query: (name: string) => string;
  /** The fields of a posted form or JSON object; throws {@link BadBodyError} on anything else. */
  readonly fields: () => Promise<ReadonlyMap<string, string>>;
  /** The cart of this visitor. */
  readonly cart: string;
  /** Cookie that gives a new visitor the cart; undefined when the visitor has it already. */
  readonly newCookie?: string;
}

/** The body of a request is too large or not what was promised. */
export class BadBodyError extends Error {
  override readonly name = 'BadBodyError';
}

const MAX_BODY_BYTES = 16_384;
const CART_COOKIE = /(?:^|;\s*)cart=([0-9a-f-]{36})(?:;|$)/;

/** Wraps a request whose route was found. */
export function createVisit(request: IncomingMessage, url: URL, params: ReadonlyMap<string, string>): Visit {
  const known = CART_COOKIE.exec(request.headers.cookie ?? '')?.[1];
  const cart = known ?? randomUUID();
  return {
    param: (name) => params.get(name) ?? '',
    query: (name) => url.searchParams.get(name) ?? '',
    fields: async () => parseFields(request.headers['content-type'] ?? '', await readBody(request)),
    cart,
    ...(known === undefined && { newCookie: `cart=${cart}; Path=/; HttpOnly; SameSite=Lax` }),
  };
}

async function readBody(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of request) {
    bytes += chunk.length;
    if (bytes > MAX_BODY_BYTES) throw new BadBodyError(`more than ${MAX_BODY_BYTES} bytes`);
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString('utf8');
}

function parseFields(contentType: string, body: string): ReadonlyMap<string, string> {
  if (!contentType.startsWith('application/json')) return new Map(new URLSearchParams(body));
  const value = parseJson(body);
  if (typeof value !== 'object' || value === null) throw new BadBodyError('not a JSON object');
  return new Map(Object.entries(value).map(([name, field]) => [name, String(field)]));
}

function parseJson(body: string): unknown {
  try {
    return JSON.parse(body);
  } catch {
    throw new BadBodyError('not valid JSON');
  }
}
