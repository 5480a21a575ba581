import { parseTraceQuery } from '@telltale/model';
import type { CompileRegexp, TraceStore } from '@telltale/model';
import type { FastifyInstance } from 'fastify';
import type {
  ServiceMapResponse,
  TraceComparisonResponse,
  TraceOperationsResponse,
  TraceServicesResponse,
  TracesResponse,
} from '../../../contract.ts';
import { compareTraces } from '../../../traces/compare/compare-traces.ts';
import { byCalls, redFigures } from '../../../traces/red-figures.ts';
import { serviceMap } from '../../../traces/service-map.ts';
import { BadRequestError, invalidParameter } from '../../bad-request-error.ts';
import { booleanParameter } from '../../parameters.ts';
import { registerRead } from '../../read-route.ts';
import { choiceParameter, countParameter, rangeParameters } from '../range-parameters.ts';

const PAGE = { fallback: 20, most: 1000 };
/** Traces of each set that are looked at. */
const SAMPLE = { fallback: 200, most: 1000 };
const TRACE_ID = /^[0-9a-f]{32}$/i;

/** What the routes of traces read from. */
export interface TraceRoutesOptions {
  readonly traces: TraceStore;
  /** Compiles the regular expressions of queries. */
  readonly compileRegexp: CompileRegexp;
  readonly now: () => number;
}

/**
 * `GET /api/telltale/traces` searches, `traces/{id}` is a trace, `traces/services` says what there is, `traces/map`
 * who calls whom, `traces/operations` how often, how well and how fast, `traces/compare` what is different.
 */
export function registerTraceRoutes(server: FastifyInstance, options: TraceRoutesOptions): void {
  const { traces, compileRegexp, now } = options;
  registerRead(server, '/api/telltale/traces', async ({ parameters, signal }): Promise<TracesResponse> => {
    const search = {
      ...parseTraceQuery(parameters.get('query') ?? '', { compileRegexp }),
      ...rangeParameters(parameters, now()),
      limit: countParameter(parameters, 'limit', PAGE),
      order: choiceParameter(parameters, 'order', ['newest', 'slowest']),
    };
    return { traces: await traces.search(search, signal) };
  });
  registerRead(
    server,
    '/api/telltale/traces/:id',
    async ({ id, signal }) => {
      if (TRACE_ID.test(id)) return traces.get(id.toLowerCase(), signal);
      throw new BadRequestError(`${JSON.stringify(id)} is no trace id: these have 32 hexadecimal digits`);
    },
    'there is no such trace; it may be older than what is kept, or was not sampled',
  );
  registerFigures(server, options);
  registerComparison(server, options);
}

function registerFigures(server: FastifyInstance, { traces, now }: TraceRoutesOptions): void {
  registerRead(
    server,
    '/api/telltale/traces/services',
    async ({ parameters, signal }): Promise<TraceServicesResponse> => ({
      services: await traces.services(rangeParameters(parameters, now()), signal),
    }),
  );
  registerRead(
    server,
    '/api/telltale/traces/map',
    async ({ parameters, signal }): Promise<ServiceMapResponse> => {
      const range = rangeParameters(parameters, now());
      const [entries, edges] = await Promise.all([
        traces.operations({ ...range, entriesOnly: true, by: 'service' }, signal),
        traces.edges(range, signal),
      ]);
      return serviceMap(entries, edges, range);
    },
  );
  registerRead(
    server,
    '/api/telltale/traces/operations',
    async ({ parameters, signal }): Promise<TraceOperationsResponse> => {
      const range = rangeParameters(parameters, now());
      const service = parameters.get('service') ?? '';
      const entriesOnly = booleanParameter(parameters, 'entries_only');
      if (entriesOnly === undefined) throw invalidParameter('entries_only', 'write true or false');
      const operations = await traces.operations(
        { ...range, ...(service !== '' && { service }), entriesOnly },
        signal,
      );
      return {
        operations: operations
          .map((one) => ({ ...one, ...redFigures(one, range) }))
          .sort(byCalls(({ service: of, operation }) => `${of}\0${operation}`)),
      };
    },
  );
}

/** The baseline is in the range of the selection, and has all traces, unless told. */
function registerComparison(
  server: FastifyInstance,
  { traces, compileRegexp, now }: TraceRoutesOptions,
): void {
  registerRead(
    server,
    '/api/telltale/traces/compare',
    async ({ parameters, signal }): Promise<TraceComparisonResponse> => {
      const query = (name: string) => parseTraceQuery(parameters.get(name) ?? '', { compileRegexp });
      const range = rangeParameters(parameters, now());
      const selection = { range, query: query('query') };
      const baseline = {
        range: rangeParameters(parameters, now(), 'baseline_', range),
        query: query('baseline_query'),
      };
      if (JSON.stringify(selection) === JSON.stringify(baseline)) {
        throw new BadRequestError(
          'both sets are the same: say what is different, by query, by baseline_query, or by baseline_start and baseline_end',
        );
      }
      const limit = countParameter(parameters, 'limit', SAMPLE);
      return compareTraces(traces, { selection, baseline, limit }, compileRegexp, signal);
    },
  );
}
