import type { IncomingMessage, ServerResponse } from 'node:http';
import type { MetricDeclarations, MonitoringDefinition } from '@telltale/definition';
import { Counter } from '../metrics/counter.ts';
import { GaugeHandle } from '../metrics/gauge.ts';
import { Histogram } from '../metrics/histogram.ts';
import type { AnyInstrument } from '../metrics/instrument-of.ts';

/** Methods that are recorded by name; a client can send any, and each would be a series. */
const METHODS: ReadonlySet<string> = new Set([
  'GET',
  'HEAD',
  'POST',
  'PUT',
  'PATCH',
  'DELETE',
  'OPTIONS',
  'CONNECT',
  'TRACE',
]);
const OTHER_METHOD = '_OTHER';

/** Route of requests that no route was named for. */
const UNMATCHED = 'unmatched';

/** Status of requests whose client went away before the answer was complete; nginx' number for it. */
const CLIENT_CLOSED = '499';

/** Handles a request; what `node:http` takes. */
export type RequestHandler<
  Request extends IncomingMessage = IncomingMessage,
  Response extends ServerResponse = ServerResponse,
> = (request: Request, response: Response) => unknown;

/** Middleware as Express and Connect take it. */
export type Middleware = (request: IncomingMessage, response: ServerResponse, next: () => void) => void;

/** The part of a request that the recorder keeps on it. */
interface RequestRecord {
  route: string | undefined;
}

interface HttpInstruments {
  readonly requests: Counter;
  readonly duration: Histogram;
  readonly inFlight: GaugeHandle;
}

/** Records the requests of HTTP servers into the metrics of the HTTP server kit. */
export class HttpRecorder {
  readonly #instruments: HttpInstruments | undefined;
  /** Own to each recorder, so that two of them record the same request independently. */
  readonly #key = Symbol('telltale.request');

  constructor(
    definition: MonitoringDefinition,
    metrics: Readonly<Record<keyof MetricDeclarations, AnyInstrument>>,
  ) {
    this.#instruments = httpInstruments(definition, metrics);
  }

  /** Wraps a handler of `node:http`: `createServer(t.http.wrap(handler))`. */
  wrap<Request extends IncomingMessage, Response extends ServerResponse>(
    handler: RequestHandler<Request, Response>,
  ): (request: Request, response: Response) => void {
    return (request, response) => {
      this.#begin(request, response);
      handler(request, response);
    };
  }

  /** The same as middleware for Express or Connect; put it in front of everything else. */
  middleware(): Middleware {
    return (request, response, next) => {
      this.#begin(request, response);
      next();
    };
  }

  /** Names the route of a request by its template, such as `/product/:id`, never by the path itself. */
  route(request: IncomingMessage, template: string): void {
    const record = this.#recordOf(request);
    if (record) record.route = template;
  }

  #recordOf(request: IncomingMessage): RequestRecord | undefined {
    return Reflect.get(request, this.#key);
  }

  #begin(request: IncomingMessage, response: ServerResponse): void {
    const instruments = this.#instruments;
    // A request that passes two layers of the same recorder counts once.
    if (!instruments || this.#recordOf(request)) return;
    const record: RequestRecord = { route: undefined };
    Reflect.set(request, this.#key, record);
    const startMs = performance.now();
    instruments.inFlight.inc();
    let isDone = false;
    const end = (isAnswered: boolean) => {
      if (isDone) return;
      isDone = true;
      instruments.inFlight.dec();
      const labels = {
        method: methodOf(request),
        route: record.route ?? expressRoute(request) ?? UNMATCHED,
        status_code: isAnswered ? response.statusCode : CLIENT_CLOSED,
      };
      instruments.requests.inc(labels);
      instruments.duration.observe(labels, (performance.now() - startMs) / 1000);
    };
    response.once('finish', () => end(true));
    response.once('close', () => end(false));
  }
}

function httpInstruments(
  definition: MonitoringDefinition,
  metrics: Readonly<Record<string, AnyInstrument>>,
): HttpInstruments | undefined {
  const kit = definition.kits.find(({ kit }) => kit === 'http-server');
  if (!kit) return undefined;
  const requests = metrics[kit.roles.requests];
  const duration = metrics[kit.roles.duration];
  const inFlight = metrics[kit.roles.inFlight];
  const isComplete =
    requests instanceof Counter && duration instanceof Histogram && inFlight instanceof GaugeHandle;
  return isComplete ? { requests, duration, inFlight } : undefined;
}

function methodOf({ method = '' }: IncomingMessage): string {
  return METHODS.has(method) ? method : OTHER_METHOD;
}

/** The template that Express' router leaves on a request. */
function expressRoute(request: IncomingMessage): string | undefined {
  const { route, baseUrl } = request as {
    readonly route?: { readonly path?: unknown };
    readonly baseUrl?: unknown;
  };
  if (typeof route?.path !== 'string') return undefined;
  return typeof baseUrl === 'string' ? baseUrl + route.path : route.path;
}
