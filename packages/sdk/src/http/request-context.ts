import type { IncomingMessage, ServerResponse } from 'node:http';
import type { WorkContext } from '../context/context.ts';
import { currentContext, runInContext } from '../context/context.ts';
import { REQUEST_ID, newRequestId, validRequestId } from '../context/request-id.ts';
import { errorType } from '../outcome/outcome.ts';
import type { WorkSpan } from '../traces/spans/work-span.ts';
import type { Tracing } from '../traces/tracing.ts';
import type { RequestFacts } from './request-facts.ts';
import { methodName, requestAttributes } from './request-facts.ts';
import type { RequestRecord } from './request-record.ts';

/** The lowest status that is a fault of the server. */
const FIRST_SERVER_ERROR = 500;

/** How requests are connected with what they cause. */
export interface RequestContextOptions {
  readonly tracing: Tracing;
  /** Whether requests have ids. */
  readonly hasIds: boolean;
}

/** What a request was found to be when it ended. */
export interface RequestEnd {
  /** Absent where no route was found. */
  readonly route: string | undefined;
  /** Absent where the client went away before it was answered. */
  readonly status: number | undefined;
}

/**
 * The span of a request and its id: begun with it, there for all that is done for it, told on and told back. Where
 * another SDK of OpenTelemetry has made a span for the request, that one is told the route, and none is added.
 */
export class RequestContext {
  readonly #tracing: Tracing;
  readonly #hasIds: boolean;

  constructor({ tracing, hasIds }: RequestContextOptions) {
    this.#tracing = tracing;
    this.#hasIds = hasIds;
  }

  /** Whether there is anything to connect. */
  get isOn(): boolean {
    return this.#tracing.isOn || this.#hasIds;
  }

  /** Begins the span of a request and finds its id; the result is the id, for the answer. */
  begin(record: RequestRecord, facts: RequestFacts): string | undefined {
    try {
      return this.#begin(record, facts);
    } catch {
      // A request that is odd beyond what we know of is answered all the same.
      return undefined;
    }
  }

  /** Ends the span of a request. */
  end({ span, isSpanOurs, method, error }: RequestRecord, { route, status }: RequestEnd): void {
    if (!span) return;
    if (route !== undefined) {
      span.set({ 'http.route': route });
      span.rename(`${methodName(method)} ${route}`);
    }
    if (!isSpanOurs) return;
    if (status === undefined) span.set({ 'telltale.aborted': true });
    else endStatus(span, status, error);
    span.end();
  }

  #begin(record: RequestRecord, facts: RequestFacts): string | undefined {
    const requestId = this.#hasIds ? (validRequestId(facts.header(REQUEST_ID)) ?? newRequestId()) : undefined;
    if (requestId !== undefined) record.work = { ...currentContext(), requestId };
    if (!this.#tracing.isOn) return requestId;
    const others = this.#tracing.isForeign ? this.#tracing.activeServerSpan() : undefined;
    record.isSpanOurs = others === undefined;
    record.span = others ?? this.#beginSpan(facts, requestId);
    return requestId;
  }

  #beginSpan(facts: RequestFacts, requestId: string | undefined): WorkSpan | undefined {
    const attributes = requestAttributes(facts);
    return this.#tracing.begin(methodName(facts.method), {
      kind: 'server',
      attributes:
        requestId === undefined
          ? attributes
          : { ...attributes, 'http.request.header.x-request-id': [requestId] },
      from: facts.headers,
    });
  }
}

function endStatus(span: WorkSpan, status: number, error: { readonly thrown: unknown } | undefined): void {
  span.set({ 'http.response.status_code': status });
  if (status < FIRST_SERVER_ERROR) return;
  if (error) span.fail(error.thrown);
  span.failBy(error ? errorType(error.thrown) : String(status));
}

/** Runs something as part of a request. */
export function runInRequest<Result>(
  span: WorkSpan | undefined,
  work: WorkContext | undefined,
  task: () => Result,
): Result {
  if (span === undefined) return work === undefined ? task() : runInContext(work, task);
  return span.run(work === undefined ? task : () => runInContext(work, task));
}

/** Tells the client the id of its request, unless it is too late for that. */
export function tellRequestId(response: ServerResponse, requestId: string | undefined): void {
  if (requestId !== undefined && !response.headersSent) response.setHeader(REQUEST_ID, requestId);
}

/**
 * Lets what listens to the body of a request run as part of it: its events come from the connection, which may carry
 * many requests.
 */
export function bindBody(request: IncomingMessage, { span, work }: RequestRecord): void {
  const { headers } = request;
  const hasBody = headers['transfer-encoding'] !== undefined || (headers['content-length'] ?? '0') !== '0';
  // The length may be missing in HTTP/2.
  if (!hasBody && (request.httpVersionMajor < 2 || request.method === 'GET')) return;
  const emit = request.emit.bind(request) as (...args: readonly unknown[]) => boolean;
  request.emit = (...args: readonly unknown[]) => runInRequest(span, work, () => emit(...args));
}
