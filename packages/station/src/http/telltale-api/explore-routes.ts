import { CALL_GUIDES } from '@telltale/promql';
import type { FastifyInstance } from 'fastify';
import type { ExplainQueryRequest, FunctionsResponse } from '../../contract.ts';
import { explainQuery } from '../../explore/explain-query.ts';
import type { MetricFinder } from '../../explore/metric-finder.ts';
import type { AnswerReader } from '../../query/read-answers.ts';
import { checkedBody } from '../checked-body.ts';
import { closeSignal } from '../close-signal.ts';
import { registerRead } from '../read-route.ts';
import { countParameter } from './range-parameters.ts';
import { permit } from '../../sign-in/permit.ts';

const DEFAULT_LIMIT = 50;
const MAX_LIMIT = 1000;
const MAX_SEARCH = 200;
/** As long as any query of the API. */
const MAX_QUERY = 100_000;

const explainSchema = {
  type: 'object',
  required: ['query', 'atMs'],
  properties: { query: { type: 'string', maxLength: MAX_QUERY }, atMs: { type: 'number' } },
};

/** What the routes of the explore page need. */
export interface ExploreSources {
  readonly finder: MetricFinder;
  readonly reader: AnswerReader;
  readonly experimental: boolean;
}

/** `GET /api/telltale/metrics` and `functions`, `POST /api/telltale/explain_query`. */
export function registerExploreRoutes(server: FastifyInstance, sources: ExploreSources): void {
  const { finder, reader, experimental } = sources;
  registerRead(server, '/api/telltale/metrics', async ({ parameters }) => {
    const limit = countParameter(parameters, 'limit', { fallback: DEFAULT_LIMIT, most: MAX_LIMIT });
    return finder.find((parameters.get('search') ?? '').slice(0, MAX_SEARCH), limit);
  });
  const functions = functionsOf(experimental);
  registerRead(server, '/api/telltale/functions', async () => functions);
  server.post<{ Body: ExplainQueryRequest }>(
    '/api/telltale/explain_query',
    { ...checkedBody(explainSchema), ...permit('view') },
    async ({ body }, reply) => {
      reply.header('cache-control', 'no-store');
      return explainQuery(body, { reader, experimental, signal: closeSignal(reply) });
    },
  );
}

/** What a query of this station may call: experimental functions only where they are switched on. */
function functionsOf(experimental: boolean): FunctionsResponse {
  return {
    functions: CALL_GUIDES.filter((guide) => experimental || !guide.experimental).map(
      ({ name, kind, parameters, returns, help }) => ({ name, kind, parameters, returns, help }),
    ),
  };
}
