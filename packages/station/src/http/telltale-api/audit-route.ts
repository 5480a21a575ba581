import type { FastifyInstance } from 'fastify';
import type { AuditAnswer, AuditQuestion } from '@telltale/storage';
import { permit } from '../../sign-in/permit.ts';

const DEFAULT_LIMIT = 1000;
const MAX_LIMIT = 100_000;
const SCHEMA = {
  type: 'object',
  properties: {
    since: { type: 'integer', minimum: 0 },
    limit: { type: 'integer', minimum: 1, maximum: MAX_LIMIT },
  },
} as const;

/** `GET /api/telltale/audit`: the newest records, from `since` (Unix milliseconds) on. */
export function registerAudit(
  server: FastifyInstance,
  read: (question: AuditQuestion) => Promise<AuditAnswer>,
): void {
  server.get<{ Querystring: { readonly since?: number; readonly limit?: number } }>(
    '/api/telltale/audit',
    { schema: { querystring: SCHEMA }, ...permit('administer') },
    async ({ query: { since = 0, limit = DEFAULT_LIMIT } }, reply) => {
      reply.header('cache-control', 'no-store');
      return read({ sinceMs: since, limit });
    },
  );
}
