import type { FastifyInstance } from 'fastify';
import type { PageLoad, SlowQueriesResponse } from '../../contract.ts';
import { TIMED_PAGES } from '../../self/page-metrics.ts';
import { checkedBody } from '../checked-body.ts';
import { registerRead } from '../read-route.ts';
import { permit } from '../../sign-in/permit.ts';

/** A page that was left in the background for longer says nothing of the station. */
const MAX_LOAD_MS = 300_000;

const pageLoadSchema = {
  type: 'object',
  required: ['page', 'durationMs'],
  additionalProperties: false,
  properties: {
    page: { enum: TIMED_PAGES },
    durationMs: { type: 'number', minimum: 0, maximum: MAX_LOAD_MS },
  },
};

/** `POST /api/telltale/page_loads`, which pages report to, and `GET /api/telltale/slow_queries`. */
export function registerPageLoads(
  server: FastifyInstance,
  record: (load: PageLoad) => void,
  slowQueries: () => SlowQueriesResponse,
): void {
  server.post<{ Body: PageLoad }>(
    '/api/telltale/page_loads',
    { ...checkedBody(pageLoadSchema), ...permit('view') },
    async ({ body }, reply) => {
      record(body);
      return reply.code(204).send();
    },
  );
  registerRead(server, '/api/telltale/slow_queries', async () => slowQueries());
}
