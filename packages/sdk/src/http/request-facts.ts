import type { IncomingMessage } from 'node:http';
import type { SpanAttributes } from '../traces/spans/trace-span.ts';

/** What a request says of itself, wherever it comes from. */
export interface RequestFacts {
  readonly method: string | undefined;
  /** Path and query. */
  readonly target: string | undefined;
  /** Its headers: an object with names in lower case, or `Headers`. */
  readonly headers: object;
  readonly header: (name: string) => string | undefined;
  /** Whom the client asked: `host:port`, the port where it is not the usual one. */
  readonly host: string;
  readonly isEncrypted: boolean;
  /** `1.1`, `2`. */
  readonly protocolVersion: string | undefined;
  readonly peerAddress: string | undefined;
}

/** Methods that are told by name; a client can send any. */
const METHODS: ReadonlySet<string> = new Set(
  'GET HEAD POST PUT PATCH DELETE OPTIONS CONNECT TRACE QUERY'.split(' '),
);
const OTHER_METHOD = '_OTHER';
/** What spans of other methods are called, as the conventions say. */
const OTHER_NAME = 'HTTP';

/** Of what a client sends, so much is taken into a span. */
const MAX_CHARACTERS = 1024;

/** Names in queries whose values are secrets, or open a door; parts of names count. */
const SECRET = /token|secret|passw|api_?key|signature|session|auth|code|credential|^sig$/i;

/** A request of `node:http`. */
export function nodeFacts(request: IncomingMessage): RequestFacts {
  const { headers, socket } = request;
  const authority: unknown = headers[':authority'];
  return {
    method: request.method,
    target: request.url,
    headers,
    header: (name) => {
      const value = headers[name];
      return typeof value === 'string' ? value : value?.[0];
    },
    host: typeof authority === 'string' ? authority : (headers.host ?? ''),
    isEncrypted: Reflect.get(socket ?? {}, 'encrypted') === true,
    protocolVersion: request.httpVersion === '2.0' ? '2' : request.httpVersion,
    peerAddress: socket?.remoteAddress,
  };
}

/** A request of `fetch`. */
export function fetchFacts(request: Request): RequestFacts {
  const { protocol = '', host = '', pathname = '', search = '' } = URL.parse(request.url) ?? {};
  return {
    method: request.method,
    target: pathname + search,
    headers: request.headers,
    header: (name) => request.headers.get(name) ?? undefined,
    host,
    isEncrypted: protocol === 'https:',
    protocolVersion: undefined,
    peerAddress: undefined,
  };
}

/** How the span of a request begins to be called; the route is added when it is known. */
export function methodName(method: string | undefined): string {
  return method !== undefined && METHODS.has(method) ? method : OTHER_NAME;
}

/** The attributes that are known when a request arrives, by the conventions of OpenTelemetry. */
export function requestAttributes(facts: RequestFacts): SpanAttributes {
  const { method = '', target = '', header, isEncrypted, protocolVersion, peerAddress } = facts;
  const question = target.indexOf('?');
  const path = question === -1 ? target : target.slice(0, question);
  const isKnown = METHODS.has(method);
  const userAgent = header('user-agent');
  const [host, port] = hostAndPort(facts.host);
  return {
    'http.request.method': isKnown ? method : OTHER_METHOD,
    ...(!isKnown && { 'http.request.method_original': cut(method) }),
    'url.path': cut(path),
    ...(question !== -1 && { 'url.query': cut(withoutSecrets(target.slice(question + 1))) }),
    'url.scheme': isEncrypted ? 'https' : 'http',
    ...(host !== '' && { 'server.address': cut(host) }),
    ...(port !== undefined && { 'server.port': port }),
    ...(protocolVersion !== undefined && { 'network.protocol.version': protocolVersion }),
    ...(peerAddress !== undefined && { 'network.peer.address': peerAddress }),
    ...(userAgent !== undefined && { 'user_agent.original': cut(userAgent) }),
  };
}

function hostAndPort(text: string): [host: string, port: number | undefined] {
  const colon = text.lastIndexOf(':');
  const isIpv6 = text.endsWith(']');
  if (colon === -1 || isIpv6) return [text, undefined];
  const port = Number(text.slice(colon + 1));
  return Number.isInteger(port) && port > 0 && port < 65_536
    ? [text.slice(0, colon), port]
    : [text, undefined];
}

/** A query whose secrets are replaced, as the conventions ask for. */
function withoutSecrets(query: string): string {
  if (query.length > MAX_CHARACTERS) return 'REDACTED';
  return query
    .split('&')
    .map((part) => {
      const equals = part.indexOf('=');
      return equals !== -1 && SECRET.test(part.slice(0, equals)) ? `${part.slice(0, equals)}=REDACTED` : part;
    })
    .join('&');
}

function cut(text: string): string {
  return text.length > MAX_CHARACTERS ? text.slice(0, MAX_CHARACTERS) : text;
}
