import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { QueryResult, QueryService } from '@telltale/model';
import { BadRequestError } from '../bad-request-error.ts';
import { closeSignal } from '../close-signal.ts';
import { durationParameter, parametersOf, requireText, timeParameter } from '../parameters.ts';
import { sendError, successText } from './envelope.ts';
import { remarksOf, resultJson } from './result-json.ts';

type Answer = (request: FastifyRequest, reply: FastifyReply) => Promise<FastifyReply>;

/** Prometheus' bound, enough for a point per minute of a week. */
const MAX_POINTS = 11_000;
const DEFAULT_TIMEOUT_MS = 120_000;

/** `/api/v1/query` and `query_range`. */
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

function sendResult(reply: FastifyReply, result: QueryResult): FastifyReply {
  const text = successText(resultJson(result.value), remarksOf(result));
  return reply.type('application/json').send(text);
}
