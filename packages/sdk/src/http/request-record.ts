import type { IncomingMessage } from 'node:http';
import type { WorkContext } from '../context/context.ts';
import type { WorkSpan } from '../traces/spans/work-span.ts';
import type { RequestPhases } from './request-phases.ts';

/**
 * Reads the route template from what a framework left on a request, or elsewhere; the request is absent
 * where requests are not those of `node:http`.
 */
export type RouteReader = (request: IncomingMessage | undefined) => string | undefined;

/** What is kept of a request while it is answered. */
export class RequestRecord {
  readonly method: string | undefined;
  readonly startMs: number;
  readonly phases: RequestPhases | undefined;
  /** Named by `t.http.route` or a hook; wins over what is read at the end. */
  route: string | undefined = undefined;
  /** Reads the route when the request has ended: frameworks find it late. */
  readRoute: RouteReader | undefined;
  request: IncomingMessage | undefined = undefined;
  isOpen = true;
  /** The span of the request, where there are spans. */
  span: WorkSpan | undefined = undefined;
  /** Whether it is ours to end. */
  isSpanOurs = true;
  /** What log records and other programs are told of the request. */
  work: WorkContext | undefined = undefined;
  /** What the handler threw, if it did. */
  error: { readonly thrown: unknown } | undefined = undefined;

  constructor(
    method: string | undefined,
    startMs: number,
    phases: RequestPhases | undefined,
    readRoute: RouteReader | undefined,
  ) {
    this.method = method;
    this.startMs = startMs;
    this.phases = phases;
    this.readRoute = readRoute;
  }

  /** Whether what is done for the request has to be run as part of it. */
  get isEntered(): boolean {
    return this.phases !== undefined || this.span !== undefined || this.work !== undefined;
  }
}
