import type { HttpInstruments, RequestSeries } from './http-instruments.ts';

/** Methods that are recorded by name; a client can send any, and each would be a series. */
const METHODS = ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS', 'CONNECT', 'TRACE'] as const;
const OTHER_METHOD = '_OTHER';
const METHOD_NUMBERS: ReadonlyMap<string | undefined, number> = new Map(
  METHODS.map((method, number) => [method, number]),
);

/** Routes beyond are found anew for each request, so that routes named by mistake do not fill the memory. */
const MAX_ROUTES = 1000;

const STATUSES = 1000;

/** Finds the series of a request: once for each route, method and status, and remembers it. */
export class RequestSeriesTable {
  readonly #instruments: HttpInstruments;
  readonly #byRoute = new Map<string, Map<number, RequestSeries>>();

  constructor(instruments: HttpInstruments) {
    this.#instruments = instruments;
    // A handle of a series that was removed records unseen.
    instruments.onRemoval(() => this.#byRoute.clear());
  }

  find(method: string | undefined, route: string, status: number): RequestSeries {
    const methodNumber = METHOD_NUMBERS.get(method) ?? METHODS.length;
    const key = methodNumber * STATUSES + status;
    return this.#byRoute.get(route)?.get(key) ?? this.#add(route, key, status);
  }

  #add(route: string, key: number, status: number): RequestSeries {
    const method = METHODS[Math.floor(key / STATUSES)] ?? OTHER_METHOD;
    const series = this.#instruments.seriesOf({ method, route, status: String(status) });
    let ofRoute = this.#byRoute.get(route);
    if (!ofRoute && this.#byRoute.size < MAX_ROUTES) this.#byRoute.set(route, (ofRoute = new Map()));
    ofRoute?.set(key, series);
    return series;
  }
}
