import { Readable } from 'node:stream';
import type { FastifyInstance } from 'fastify';
import type { MatrixSeries, QueryRange, QueryService } from '@telltale/model';
import type { BatchRequest, BatchResult, BatchSeries } from '../../contract.ts';
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
export function registerQueryBatch(server: FastifyInstance, query: QueryService): void {
  server.post<{ Body: BatchRequest }>(
    '/api/telltale/query_batch',
    { schema: { body: requestSchema } },
    (request, reply) => {
      const signal = closeSignal(reply);
      const lines = Readable.from(batchLines(request.body, query, signal));
      return reply.type('application/x-ndjson').send(lines);
    },
  );
}

async function* batchLines(
  batch: BatchRequest,
  query: QueryService,
  signal: AbortSignal,
): AsyncGenerator<string> {
  for (const item of batch.queries) {
    if (signal.aborted) return;
    yield `${JSON.stringify(await runOne(item, batch, query, signal))}\n`;
  }
}

async function runOne(
  item: BatchRequest['queries'][number],
  range: QueryRange,
  query: QueryService,
  signal: AbortSignal,
): Promise<BatchResult> {
  try {
    const { value } = await query.range(item.query, range, { signal });
    const timestamps = stepsOf(range);
    const series = value.type === 'matrix' ? value.series : [];
    return {
      id: item.id,
      ok: true,
      timestamps,
      series: series.map((one) => onSteps(one, range, timestamps)),
    };
  } catch (error) {
    return { id: item.id, ok: false, error: error instanceof Error ? error.message : String(error) };
  }
}

function stepsOf({ startMs, endMs, stepMs }: QueryRange): number[] {
  const count = Math.floor((endMs - startMs) / stepMs) + 1;
  return Array.from({ length: Math.max(0, count) }, (_, i) => startMs + i * stepMs);
}

/** Charts want one value per step; JSON has no NaN and no infinity, a chart draws neither. */
function onSteps(
  series: MatrixSeries,
  { startMs, stepMs }: QueryRange,
  steps: readonly number[],
): BatchSeries {
  const values: (number | null)[] = steps.map(() => null);
  for (let i = 0; i < series.timestamps.length; i++) {
    const value = series.values[i];
    if (Number.isFinite(value)) values[Math.round((series.timestamps[i] - startMs) / stepMs)] = value;
  }
  return { labels: series.labels.toObject(), values };
}
