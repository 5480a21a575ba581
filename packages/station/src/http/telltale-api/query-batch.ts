import { Readable } from 'node:stream';
import type { ExemplarStore } from '@telltale/model';
import type { FastifyInstance } from 'fastify';
import type { BatchRequest, BatchResult } from '../../contract.ts';
import type { PanelRequest, QueryAnswer, QueryAnswers } from '../../query/query-answers.ts';
import { readTracedExemplars, thinExemplars } from '../../query/traced-exemplars.ts';
import { closeSignal } from '../close-signal.ts';
import { permit } from '../../sign-in/permit.ts';

/** A page with more panels asks in several requests. */
const MAX_QUERIES = 200;
/** Points over the lines of one panel: more would hide them. */
const MAX_EXEMPLARS = 60;

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
        properties: {
          id: { type: 'string' },
          query: { type: 'string' },
          isInstant: { type: 'boolean' },
          offsetMs: { type: 'number', minimum: 0 },
        },
      },
    },
    exemplars: {
      type: 'array',
      maxItems: MAX_QUERIES,
      items: {
        type: 'object',
        required: ['id', 'queries'],
        properties: {
          id: { type: 'string' },
          queries: { type: 'array', maxItems: MAX_QUERIES, items: { type: 'string' } },
        },
      },
    },
  },
} as const;

/**
 * `POST /api/telltale/query_batch`: all panels of a page in one request. Each result is a line of
 * its own and sent as soon as it is ready; a query that fails spoils only its own line.
 */
export function registerQueryBatch(
  server: FastifyInstance,
  answers: QueryAnswers,
  exemplars: ExemplarStore,
): void {
  server.post<{ Body: BatchRequest }>(
    '/api/telltale/query_batch',
    { schema: { body: requestSchema }, ...permit('view') },
    (request, reply) => {
      const signal = closeSignal(reply);
      const lines = Readable.from(batchLines(request.body, { answers, exemplars, signal }), {
        objectMode: false,
      });
      return reply.type('application/x-ndjson').send(lines);
    },
  );
}

interface Answering {
  readonly answers: QueryAnswers;
  readonly exemplars: ExemplarStore;
  readonly signal: AbortSignal;
}

async function* batchLines(batch: BatchRequest, answering: Answering): AsyncGenerator<Uint8Array | string> {
  const { answers, signal } = answering;
  for (const query of batch.queries) {
    if (signal.aborted) return;
    try {
      const { body, stats } = await answers.answer(panelRequest(query, batch), { signal });
      if (body instanceof Uint8Array) yield body;
      else yield* body;
      yield endOfLine(stats);
    } catch (error) {
      yield failedLine(query.id, error);
    }
  }
  for (const { id, queries } of batch.exemplars ?? []) {
    if (signal.aborted) return;
    try {
      const found = await readTracedExemplars(queries, batch, answering.exemplars);
      const exemplars = thinExemplars(found, batch, MAX_EXEMPLARS);
      const told: BatchResult = { id, ok: true, timestamps: [], series: [], exemplars };
      yield `${JSON.stringify(told)}\n`;
    } catch (error) {
      yield failedLine(id, error);
    }
  }
}

function failedLine(id: string, error: unknown): string {
  const text = error instanceof Error ? error.message : String(error);
  const failed: BatchResult = { id, ok: false, error: text };
  return `${JSON.stringify(failed)}\n`;
}

function panelRequest(
  { id, query, isInstant, offsetMs = 0 }: BatchRequest['queries'][number],
  { startMs, endMs, stepMs }: BatchRequest,
): PanelRequest {
  const range = { startMs: startMs - offsetMs, endMs: endMs - offsetMs, stepMs };
  return { kind: 'panel', id, query, range, isInstant, offsetMs };
}

/** Milliseconds to a thousandth: what lies below is no time that anybody waits. */
function endOfLine({ evaluationMs }: QueryAnswer['stats']): string {
  return `,"durationMs":${Math.round(evaluationMs * 1000) / 1000}}\n`;
}
