import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { QueryResult, QueryService } from '@telltale/model';
import { printExpr } from '@telltale/model';
import { parseExpr } from '@telltale/promql';
import { BadRequestError } from '../bad-request-error.ts';
import { closeSignal } from '../close-signal.ts';
import {
  countParameter,
  durationParameter,
  parametersOf,
  requireText,
  timeParameter,
} from '../parameters.ts';
import { sendError, sendSuccess, successText } from './envelope.ts';
import { remarksOf, resultJson } from './result-json.ts';
import { seriesQuery } from './selectors.ts';

type Answer = (request: FastifyRequest, reply: FastifyReply) => Promise<FastifyReply>;

/** Prometheus' bound, enough for a point per minute of a week. */
const MAX_POINTS = 11_000;
const DEFAULT_TIMEOUT_MS = 120_000;

/** `/api/v1/query`, `query_range`, `series`, `labels`, `metadata`, `format_query`. */
export function registerQueryRoutes(server: FastifyInstance, query: QueryService, now: () => number): void {
  const answer = (run: Answer): Answer => {
    return async (request, reply) => {
      try {
        return await run(request, reply);
      } catch (error) {
        return sendError(reply, error);
      }
    };
  };
  const getAndPost = (url: string, run: Answer) =>
    server.route({ method: ['GET', 'POST'], url, handler: answer(run) });

  getAndPost('/api/v1/query', async (request, reply) => {
    const parameters = parametersOf(request);
    const text = requireText(parameters, 'query');
    const options = queryOptions(parameters, reply);
    const result = await query.instant(text, timeParameter(parameters, 'time', now()), options);
    return sendResult(reply, result);
  });
  getAndPost('/api/v1/query_range', async (request, reply) => {
    const parameters = parametersOf(request);
    const text = requireText(parameters, 'query');
    const range = rangeOf(parameters);
    return sendResult(reply, await query.range(text, range, queryOptions(parameters, reply)));
  });
  getAndPost('/api/v1/series', async (request, reply) => {
    const parameters = parametersOf(request);
    requireText(parameters, 'match[]');
    const series = await query.series(seriesQuery(parameters, now()));
    return sendSuccess(reply, limited(series, parameters));
  });
  getAndPost('/api/v1/labels', async (request, reply) => {
    const parameters = parametersOf(request);
    return sendSuccess(reply, limited(await query.labelNames(seriesQuery(parameters, now())), parameters));
  });
  server.get<{ Params: { name: string } }>('/api/v1/label/:name/values', async (request, reply) => {
    const run: Answer = async () => {
      const parameters = parametersOf(request);
      const values = await query.labelValues(request.params.name, seriesQuery(parameters, now()));
      return sendSuccess(reply, limited(values, parameters));
    };
    return answer(run)(request, reply);
  });
  getAndPost('/api/v1/format_query', async (request, reply) => {
    const text = requireText(parametersOf(request), 'query');
    return sendSuccess(reply, printExpr(parseExpr(text)));
  });
  getAndPost('/api/v1/query_exemplars', async (_request, reply) => sendSuccess(reply, []));
  const metadata: Answer = async (request, reply) => {
    const wanted = parametersOf(request).get('metric');
    const known = [...(await query.metadata())].filter(([name]) => wanted === null || name === wanted);
    const limit = countParameter(parametersOf(request), 'limit', known.length);
    const entries = known.slice(0, limit).map(([name, metadata]) => [name, [metadata]] as const);
    return sendSuccess(reply, Object.fromEntries(entries));
  };
  server.get('/api/v1/metadata', answer(metadata));
}

function rangeOf(parameters: URLSearchParams): { startMs: number; endMs: number; stepMs: number } {
  requireText(parameters, 'start');
  requireText(parameters, 'end');
  const startMs = timeParameter(parameters, 'start', 0);
  const endMs = timeParameter(parameters, 'end', 0);
  if (endMs < startMs) throw new BadRequestError('"end" is before "start"');
  const stepMs = durationParameter(parameters, 'step', undefined);
  if ((endMs - startMs) / stepMs > MAX_POINTS) {
    throw new BadRequestError(
      `the range has more than ${MAX_POINTS} points per series: enlarge "step" or shorten the range`,
    );
  }
  return { startMs, endMs, stepMs };
}

function queryOptions(parameters: URLSearchParams, reply: FastifyReply) {
  const asked = durationParameter(parameters, 'timeout', DEFAULT_TIMEOUT_MS);
  return { signal: closeSignal(reply), timeoutMs: Math.min(asked, DEFAULT_TIMEOUT_MS) };
}

function limited<Item>(items: readonly Item[], parameters: URLSearchParams): readonly Item[] {
  const limit = countParameter(parameters, 'limit', 0);
  return limit === 0 ? items : items.slice(0, limit);
}

function sendResult(reply: FastifyReply, result: QueryResult): FastifyReply {
  const text = successText(resultJson(result.value), remarksOf(result));
  return reply.type('application/json').send(text);
}
