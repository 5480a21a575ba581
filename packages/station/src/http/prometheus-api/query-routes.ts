import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { QueryRange } from '@telltale/model';
import type { AnswerOptions, AnswerRequest, QueryAnswers } from '../../query/query-answers.ts';
import { BadRequestError, invalidParameter } from '../bad-request-error.ts';
import { closeSignal } from '../close-signal.ts';
import { sendBody } from '../send-body.ts';
import {
  booleanParameter,
  durationParameter,
  limitParameter,
  parametersOf,
  timeParameter,
} from '../parameters.ts';
import { sendError } from './envelope.ts';
import { permit } from '../../sign-in/permit.ts';

/** Prometheus' bound, enough for a point per minute of a week. */
const MAX_POINTS = 11_000;

/** `/api/v1/query` and `query_range`. */
export function registerQueryRoutes(server: FastifyInstance, answers: QueryAnswers, now: () => number): void {
  const route = (name: string, requestOf: (parameters: URLSearchParams) => AnswerRequest): void => {
    server.route({
      method: ['GET', 'POST'],
      url: `/api/v1/${name}`,
      ...permit('view'),
      handler: async (request: FastifyRequest, reply: FastifyReply) => {
        try {
          const parameters = parametersOf(request);
          const asked = requestOf(parameters);
          const options = { ...optionsOf(parameters), signal: closeSignal(reply) };
          const { body } = await answers.answer(asked, options);
          return sendBody(reply.type('application/json'), body);
        } catch (error) {
          return sendError(reply, error);
        }
      },
    });
  };
  route('query', (parameters) => ({
    kind: 'instant',
    query: parameters.get('query') ?? '',
    timeMs: timeParameter(parameters, 'time', now()),
  }));
  route('query_range', (parameters) => ({
    kind: 'range',
    range: rangeOf(parameters),
    query: parameters.get('query') ?? '',
  }));
}

function rangeOf(parameters: URLSearchParams): QueryRange {
  const startMs = timeParameter(parameters, 'start', Number.NaN);
  const endMs = timeParameter(parameters, 'end', Number.NaN);
  if (Number.isNaN(startMs)) throw invalidParameter('start', 'cannot parse "" to a valid timestamp');
  if (Number.isNaN(endMs)) throw invalidParameter('end', 'cannot parse "" to a valid timestamp');
  if (endMs < startMs) throw invalidParameter('end', 'end timestamp must not be before start time');
  const stepMs = durationParameter(parameters, 'step', undefined);
  if ((endMs - startMs) / stepMs > MAX_POINTS - 1) {
    const limit = MAX_POINTS.toLocaleString('en-US');
    throw new BadRequestError(
      `exceeded maximum resolution of ${limit} points per timeseries. Try decreasing the query resolution (?step=XX)`,
    );
  }
  return { startMs, endMs, stepMs };
}

function optionsOf(parameters: URLSearchParams): AnswerOptions {
  const has = (name: string): boolean => (parameters.get(name) ?? '') !== '';
  const limit = limitParameter(parameters);
  return {
    ...(has('timeout') && { timeoutMs: durationParameter(parameters, 'timeout', undefined) }),
    ...(has('lookback_delta') && { lookbackMs: durationParameter(parameters, 'lookback_delta', undefined) }),
    ...(limit !== Infinity && { limit }),
    ...(has('stats') && { stats: parameters.get('stats') === 'all' ? 'per-step' : 'totals' }),
    usesCache: booleanParameter(parameters, 'nocache') !== true,
  };
}
