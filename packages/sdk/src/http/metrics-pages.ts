import type { IncomingMessage, ServerResponse } from 'node:http';
import type { MetricsEndpoint } from './metrics-endpoint.ts';
import { PathList } from './path-list.ts';

/** The metrics page on the server of the application: at which paths, and what answers there. */
export class MetricsPages {
  readonly paths: readonly string[];
  readonly #list: PathList;
  readonly #endpoint: MetricsEndpoint;

  constructor(paths: readonly string[], endpoint: MetricsEndpoint) {
    this.paths = paths;
    this.#list = new PathList(paths);
    this.#endpoint = endpoint;
  }

  /** Whether the target of a request is the metrics page. */
  has(target: string | undefined): boolean {
    return this.#list.has(target);
  }

  /** Answers a request for the metrics page; `false` where it is for something else. */
  answer(request: IncomingMessage, response: ServerResponse): boolean {
    if (!this.has(request.url)) return false;
    this.#endpoint.answer(request, response);
    return true;
  }

  /** The metrics page for a request of `fetch`. */
  respond(request: Request): Promise<Response> {
    return this.#endpoint.respond(request);
  }
}
