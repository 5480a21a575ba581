import { TelltaleError } from '@telltale/model';
import type { StationFeature } from '@telltale/station';
import { permit } from '@telltale/station';
import type { LogCodeRequest, LogCodeResponse } from '@telltale/station/contract';
import { logCode } from '../explore/log-code.ts';

/** As long as what an address can hold. */
const QUERY = { type: 'string', maxLength: 16_000 } as const;
const SCHEMA = {
  type: 'object',
  required: ['query', 'filter', 'title'],
  properties: { query: QUERY, filter: QUERY, title: { type: 'string', maxLength: 200 } },
} as const;

/** `POST /api/telltale/log_code`: what the page of logs shows, as a metric and an alert for the definition. */
export function logCodeFeature(): StationFeature {
  return {
    name: 'log-code',
    routes: (server) => {
      server.post<{ Body: LogCodeRequest }>(
        '/api/telltale/log_code',
        { schema: { body: SCHEMA }, ...permit('view') },
        async ({ body }, reply) => {
          reply.header('cache-control', 'no-store');
          try {
            return { code: logCode(body) } satisfies LogCodeResponse;
          } catch (error) {
            if (error instanceof TelltaleError) return reply.code(400).send({ error: error.message });
            throw error;
          }
        },
      );
    },
  };
}
