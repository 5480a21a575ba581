import { AsyncLocalStorage } from 'node:async_hooks';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { Server, Socket } from 'node:net';
import type { GaugeHandle } from '../metrics/gauge.ts';
import { runWatched } from '../outcome/outcome.ts';
import type { ConnectionSource } from './connection-counter.ts';
import { ConnectionCounter } from './connection-counter.ts';
import type { HttpInstruments, RequestSeries } from './http-instruments.ts';
import type { PathList } from './path-list.ts';
import type { RequestContext } from './request-context.ts';
import { bindBody, runInRequest, tellRequestId } from './request-context.ts';
import type { RequestFacts } from './request-facts.ts';
import { nodeFacts } from './request-facts.ts';
import type { RouteReader } from './request-record.ts';
import { RequestRecord } from './request-record.ts';
import type { RequestPhase } from './request-phases.ts';
import { RequestPhases } from './request-phases.ts';
import { RequestSeriesTable } from './request-series-table.ts';

/** Route of requests that no route was named for. */
const UNMATCHED = 'unmatched';

/** Status of requests whose client went away before the answer was complete; nginx' number for it. */
const CLIENT_CLOSED = 499;

/** How a hook sees the requests it begins. */
export interface OpenOptions {
  /** Reads the route when the request has ended; none where the hook names it. */
  readonly readRoute?: RouteReader;
  /** Whether the handler follows immediately, without middleware in front of it; `true` by default. */
  readonly isHandler?: boolean;
}

/** A request or response with the record that a recorder keeps on it. */
type Tracked = Record<symbol, RequestRecord | undefined>;

/**
 * Records requests into the metrics of the HTTP server kit and as spans: begun by a hook, ended by the response
 * itself.
 */
export class HttpRecorder {
  readonly #instruments: HttpInstruments | undefined;
  readonly #series: RequestSeriesTable | undefined;
  readonly #ignored: PathList;
  readonly #context: RequestContext | undefined;
  readonly #storage: AsyncLocalStorage<RequestRecord> | undefined;
  /** Own to each recorder, so that two of them record the same request independently. */
  readonly #key = Symbol('telltale.request');
  #connections: ConnectionCounter | undefined;
  readonly #onClose: (this: ServerResponse) => void;

  constructor(instruments: HttpInstruments | undefined, ignored: PathList, context?: RequestContext) {
    this.#instruments = instruments;
    this.#context = context?.isOn === true ? context : undefined;
    this.#series = instruments && new RequestSeriesTable(instruments);
    this.#ignored = ignored;
    if (instruments?.observePhase) this.#storage = new AsyncLocalStorage();
    if (instruments?.connections) this.#countConnections(instruments.connections);
    this.#onClose = closeListener(this.#key, (record, response) => {
      if (isAnswered(response)) this.close(record, response.statusCode);
      else this.abort(record);
    });
  }

  /** Whether requests are connected with what they cause. */
  get hasContext(): boolean {
    return this.#context !== undefined;
  }

  /** Whether phases of requests are measured. */
  get hasPhases(): boolean {
    return this.#storage !== undefined;
  }

  /** Counts the connections of a server from now on; servers of recorded requests are known anyway. */
  addServer(server: ConnectionSource): void {
    this.#connections?.add(server);
  }

  /**
   * Begins to record a request; it ends when its response is closed. `undefined` where it is not recorded:
   * an ignored path, or a request that another layer of the same recorder has begun.
   */
  begin(
    request: IncomingMessage,
    response: ServerResponse,
    options: OpenOptions = {},
  ): RequestRecord | undefined {
    const begun = this.recordOf(request);
    if (begun) {
      // The inner layer is closer to the routes.
      begun.readRoute = options.readRoute ?? begun.readRoute;
      return undefined;
    }
    const record = this.open(request.method, request.url, options);
    if (!record) return undefined;
    record.request = request;
    if (this.#context) {
      tellRequestId(response, this.#context.begin(record, nodeFacts(request)));
      bindBody(request, record);
    }
    if (this.#connections) this.#addServerOf(request);
    tracked(request)[this.#key] = record;
    tracked(response)[this.#key] = record;
    // The client may have gone while a layer in front of this one waited for something.
    if (response.closed) this.abort(record);
    else response.on('close', this.#onClose);
    // A request that is injected by a test has no socket, and a response without one never closes.
    if (!(request.socket instanceof Socket)) {
      response.on('finish', () => this.close(record, response.statusCode));
    }
    return record;
  }

  /**
   * Begins to record a request that somebody else ends, by {@link close} or {@link abort}. `undefined` where
   * its path is ignored.
   */
  open(
    method: string | undefined,
    target: string | undefined,
    { readRoute, isHandler = true }: OpenOptions,
  ): RequestRecord | undefined {
    const instruments = this.#instruments;
    if ((!instruments && !this.#context) || this.#ignored.has(target)) return undefined;
    const startMs = performance.now();
    instruments?.inFlight?.inc();
    const phases = instruments?.observePhase && new RequestPhases(startMs, isHandler);
    return new RequestRecord(method, startMs, phases, readRoute);
  }

  /** Connects a request that was opened with what it causes; the result is its id, to be told back. */
  connect(record: RequestRecord, facts: RequestFacts): string | undefined {
    return this.#context?.begin(record, facts);
  }

  /** Records a request that was answered. */
  close(record: RequestRecord, status: number): void {
    this.#end(record, status, false);
  }

  /** Records a request whose client went away. */
  abort(record: RequestRecord): void {
    this.#end(record, CLIENT_CLOSED, true);
  }

  /** Names the route of a request by its template, such as `/product/:id`, never by the path itself. */
  route(request: IncomingMessage, template: string): void {
    const record = this.recordOf(request);
    if (record) record.route = template;
  }

  /** Forgets a request that was begun: it is no request to the service. */
  forget(request: IncomingMessage): void {
    const record = this.recordOf(request);
    if (!record?.isOpen) return;
    record.isOpen = false;
    this.#instruments?.inFlight?.dec();
    record.span = undefined;
  }

  /** Notes what the handler of a request threw; it is a fault of the server if that is what is answered. */
  fail(record: RequestRecord | undefined, thrown: unknown): void {
    if (record) record.error = { thrown };
  }

  /** The record of a request that was begun. */
  recordOf(request: IncomingMessage): RequestRecord | undefined {
    return tracked(request)[this.#key];
  }

  /** Runs what follows a hook as part of a request, so that `phase`, spans and log records find it. */
  run<Result>(record: RequestRecord | undefined, next: () => Result): Result {
    if (!record) return next();
    const storage = this.#storage;
    const task = storage ? () => storage.run(record, next) : next;
    return runInRequest(record.span, record.work, task);
  }

  /** Runs the handler of a request as part of it, and notes what it throws. */
  runHandler<Result>(record: RequestRecord, handler: () => Result): Result {
    return this.run(record, () => this.watchHandler(record, handler));
  }

  /** Notes what the handler of a request throws. */
  watchHandler<Result>(record: RequestRecord, handler: () => Result): Result {
    return runWatched(handler, (outcome) => {
      if (outcome.status === 'failure') this.fail(record, outcome.error);
    });
  }

  /** Measures a part of a request: the given one, or the one that is being answered here. */
  phase<Result>(phase: RequestPhase, task: () => Result, request?: IncomingMessage): Result {
    if (!this.#storage) return task();
    const record = request ? this.recordOf(request) : this.#storage.getStore();
    if (!record?.phases) return task();
    return during(record.phases, phase, task);
  }

  #countConnections(gauge: GaugeHandle): void {
    const connections = new ConnectionCounter();
    this.#connections = connections;
    gauge.collect(() => connections.count());
  }

  #addServerOf({ socket }: IncomingMessage): void {
    // A field of the socket that is not in its type.
    const server: unknown = Reflect.get(socket, 'server');
    if (server instanceof Server) this.#connections?.add(server);
  }

  #end(record: RequestRecord, status: number, isAborted: boolean): void {
    if (!record.isOpen) return;
    record.isOpen = false;
    const endMs = performance.now();
    const route = record.route ?? record.readRoute?.(record.request);
    const { span } = record;
    const series = this.#series?.find(record.method, route ?? UNMATCHED, status);
    // Exemplars name the span that is the active one.
    if (span && series) span.run(() => this.#count(record, series, endMs, isAborted));
    else if (series) this.#count(record, series, endMs, isAborted);
    this.#context?.end(record, { route, status: isAborted ? undefined : status });
  }

  #count(record: RequestRecord, series: RequestSeries, endMs: number, isAborted: boolean): void {
    const instruments = this.#instruments;
    instruments?.inFlight?.dec();
    series.requests?.inc();
    series.duration?.observe((endMs - record.startMs) / 1000);
    if (isAborted) series.aborted?.inc();
    if (instruments?.observePhase) record.phases?.record(instruments.observePhase, endMs);
  }
}

/** Reading a property is much faster than a `WeakMap`, and the symbol is the recorder's own. */
function tracked(message: object): Tracked {
  return message as Tracked;
}

/** One listener for all responses, which finds the record on the response: cheaper than a closure each. */
function closeListener(
  key: symbol,
  end: (record: RequestRecord, response: ServerResponse) => void,
): (this: ServerResponse) => void {
  return function onClose() {
    const record = tracked(this)[key];
    if (record) end(record, this);
  };
}

/** Whether the whole answer was handed to the network. An HTTP/2 response looks finished even when reset. */
function isAnswered(response: ServerResponse): boolean {
  if (!response.writableFinished) return false;
  const { stream } = response as { readonly stream?: { readonly rstCode?: number } };
  return stream === undefined || (response.writableEnded && stream.rstCode === 0);
}

function during<Result>(phases: RequestPhases, phase: RequestPhase, task: () => Result): Result {
  phases.enter(phase);
  let result: Result;
  try {
    result = task();
  } catch (error) {
    phases.leave(phase);
    throw error;
  }
  if (!(result instanceof Promise)) {
    phases.leave(phase);
    return result;
  }
  // The caller gets the promise that `finally` derives, so that a rejection nobody handles is still seen.
  return result.finally(() => phases.leave(phase)) as Result;
}
