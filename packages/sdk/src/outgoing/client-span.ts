import { currentContext } from '../context/context.ts';
import { REQUEST_ID } from '../context/request-id.ts';
import { errorType } from '../outcome/outcome.ts';
import { isOwnRequest } from '../platform/own-requests.ts';
import type { WorkSpan } from '../traces/spans/work-span.ts';
import type { Tracing } from '../traces/tracing.ts';
import type { OutgoingLibrary } from './library-hooks.ts';
import { areSpansElsewhere } from './library-hooks.ts';

/** What is known of a request that is about to be sent. */
export interface OutgoingRequest {
  readonly library: OutgoingLibrary;
  readonly method: string;
  readonly url: URL;
  /** Adds a header; throws where it is too late for that. */
  readonly addHeader: (name: string, value: string) => void;
  /** Whether it has a header already, which the program or somebody else has seen to. */
  readonly hasHeader: (name: string) => boolean;
}

/** The lowest status that the client takes for a failure. */
const FIRST_ERROR = 400;
const MAX_CHARACTERS = 2048;
const TRACE = 'traceparent';

/** The span of a request to another program, until it ends. */
export class ClientSpan {
  readonly #span: WorkSpan;
  #isOver = false;

  constructor(span: WorkSpan) {
    this.#span = span;
  }

  answered(status: number): void {
    this.#span.set({ 'http.response.status_code': status });
    if (status >= FIRST_ERROR) this.#span.failBy(String(status));
  }

  failed(error: unknown): void {
    if (this.#isOver) return;
    this.#span.fail(error).set({ 'error.type': errorType(error) });
    this.end();
  }

  end(): void {
    if (this.#isOver) return;
    this.#isOver = true;
    this.#span.end();
  }
}

/** Begins the span of a request, and tells the other program of it and of the request that is being answered here. */
export function beginRequest(tracing: Tracing, request: OutgoingRequest): ClientSpan | undefined {
  if (isOwnRequest() || currentContext()?.isUntraced === true) return undefined;
  const { isForeign, isOn, propagation } = tracing;
  const isLeft = isForeign || areSpansElsewhere(request.library);
  // They tell on what our propagator says, which is registered for them.
  if (isLeft && isOn && !isForeign) return undefined;
  const span =
    isLeft || request.hasHeader(TRACE) ? undefined : tracing.begin(request.method, clientStart(request));
  const inject = () => propagation.inject<Record<string, string>>({});
  if (span) addHeaders(request, span.run(inject));
  else addHeaders(request, onlyRequestId());
  return span && new ClientSpan(span);
}

function addHeaders({ addHeader, hasHeader }: OutgoingRequest, headers: Record<string, string>): void {
  try {
    for (const [name, value] of Object.entries(headers)) if (!hasHeader(name)) addHeader(name, value);
  } catch {
    // Headers that were given as a list have been written already.
  }
}

function onlyRequestId(): Record<string, string> {
  const requestId = currentContext()?.requestId;
  return requestId === undefined ? {} : { [REQUEST_ID]: requestId };
}

function clientStart({ method, url }: OutgoingRequest) {
  const { protocol, hostname, port } = url;
  return {
    kind: 'client',
    attributes: {
      'http.request.method': method,
      'url.full': shown(url),
      'server.address': hostname,
      'server.port': port === '' ? (protocol === 'https:' ? 443 : 80) : Number(port),
    },
  } as const;
}

/** The address without what opens doors: user, password, and the values of the query. */
function shown({ protocol, host, pathname, search }: URL): string {
  const query = search === '' ? '' : `?${[...new URLSearchParams(search).keys()].join('&')}`;
  return `${protocol}//${host}${pathname}${query}`.slice(0, MAX_CHARACTERS);
}
