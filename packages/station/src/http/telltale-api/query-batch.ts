import { Readable } from 'node:stream';
import type { FastifyInstance } from 'fastify';
import type { BatchRequest, BatchResult } from '../../contract.ts';
import type { QueryAnswers } from '../../query/query-answers.ts';
import { closeSignal } from '../close-signal.ts';

/** A page with more panels asks in several requests. */
const MAX_QUERIES = 200;

const requestSchema = {
  type: 'object',
  required: ['startMs', 'endMs', 'stepMs', 'queries'],
  properties: {
    startMs: { type: 'number' },
    endMs: { type: 'number' },
    stepMs: { type: 'number', minimum: 1 },
    queries: {
      type: 'array',
      maxItems: MAX_QUERIES,
      items: {
        type: 'object',
        required: ['id', 'query'],
        properties: { id: { type: 'string' }, query: { type: 'string' } },
      },
    },
  },
} as const;

/**
 * `POST /api/telltale/query_batch`: all panels of a page in one request. Each result is a line of
 * its own and sent as soon as it is ready; a query that fails spoils only its own line.
 */
export function registerQueryBatch(server: FastifyInstance, answers: QueryAnswers): void {
  server.post<{ Body: BatchRequest }>(
    '/api/telltale/query_batch',
    { schema: { body: requestSchema } },
    (request, reply) => {
      const signal = closeSignal(reply);
      const lines = Readable.from(batchLines(request.body, answers, signal), { objectMode: false });
      return reply.type('application/x-ndjson').send(lines);
    },
  );
}

async function* batchLines(
  batch: BatchRequest,
  answers: QueryAnswers,
  signal: AbortSignal,
): AsyncGenerator<Uint8Array | string> {
  const { queries, ...range } = batch;
  for (const { id, query } of queries) {
    if (signal.aborted) return;
    try {
      const { body } = await answers.answer({ kind: 'panel', id, query, range }, { signal });
      if (body instanceof Uint8Array) yield body;
      else yield* body;
    } catch (error) {
      const failed: BatchResult = {
        id,
        ok: false,
        error: error instanceof Error ? error.message : String(error),
      };
      yield `${JSON.stringify(failed)}\n`;
    }
  }
}
