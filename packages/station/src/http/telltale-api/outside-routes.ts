import type { ResolvedOpenIn } from '@telltale/definition';
import type { CompileRegexp } from '@telltale/model';
import type { FastifyInstance } from 'fastify';
import type { ForwardResponse, OpenInResponse } from '../../contract.ts';
import type { Forwarders } from '../../forward/create-forwarders.ts';
import { logLinks, traceLinks } from '../../open-in/open-in-links.ts';
import { BadRequestError } from '../bad-request-error.ts';
import { registerRead } from '../read-route.ts';
import { logFilterOf } from './logs/log-filter.ts';
import { rangeParameters } from './range-parameters.ts';

const TRACE_ID = /^[0-9a-f]{32}$/i;

/** What the routes of what is outside of the station read from. */
export interface OutsideRoutesOptions {
  readonly openIn: ResolvedOpenIn;
  readonly forwarders: Pick<Forwarders, 'figures'>;
  readonly compileRegexp: CompileRegexp;
  readonly now: () => number;
}

/**
 * `GET /api/telltale/open-in` says where a trace (`trace_id`) or the log records of `query` and `filter` can be opened
 * that were forwarded, `GET /api/telltale/forward` how forwarding goes.
 */
export function registerOutsideRoutes(server: FastifyInstance, options: OutsideRoutesOptions): void {
  const { openIn, forwarders, compileRegexp, now } = options;
  registerRead(server, '/api/telltale/open-in', async ({ parameters }): Promise<OpenInResponse> => {
    const range = rangeParameters(parameters, now());
    const traceId = parameters.get('trace_id');
    if (traceId === null) {
      return { links: logLinks(openIn, logFilterOf(parameters, compileRegexp), range) };
    }
    if (TRACE_ID.test(traceId)) return { links: traceLinks(openIn, traceId.toLowerCase(), range) };
    throw new BadRequestError(`${JSON.stringify(traceId)} is no trace id: these have 32 hexadecimal digits`);
  });
  registerRead(server, '/api/telltale/forward', async (): Promise<ForwardResponse> => ({
    forwarders: forwarders.figures(),
  }));
}
