import { TelltaleError } from '@telltale/model';
import type { FastifyInstance } from 'fastify';
import { BadRequestError } from './bad-request-error.ts';
import { closeSignal } from './close-signal.ts';
import { parametersOf } from './parameters.ts';
import { permit } from '../sign-in/permit.ts';

/** What a route that reads is asked. */
export interface ReadRequest {
  readonly parameters: URLSearchParams;
  /** The part of the path that the route calls `:id`; empty where it has none. */
  readonly id: string;
  /** Aborts when the client goes away. */
  readonly signal: AbortSignal;
}

/** Faults of what was asked for. */
const FAULTS_OF_REQUEST: ReadonlySet<string> = new Set(['TT_SEARCH_SYNTAX', 'TT_LOG_PAGE']);

/** What a server behind the station has to do with: asking again may help. */
const UNAVAILABLE: ReadonlySet<string> = new Set([
  'TT_STORE_UNREACHABLE',
  'TT_OVERLOADED',
  'TT_QUERY_TIMEOUT',
]);

/** Answered with HTTP 503. */
class StoreUnavailableError extends Error {
  readonly statusCode = 503;
}

/**
 * Registers `GET` of something that is read anew for each request, as JSON, for who may view. Where there is nothing of that name the
 * answer is 404 with `missing`.
 */
export function registerRead(
  server: FastifyInstance,
  url: string,
  read: (request: ReadRequest) => Promise<object | undefined>,
  missing = 'there is no such thing; it may be older than what is kept',
): void {
  server.get<{ Params: { id?: string } }>(url, permit('view'), async (request, reply) => {
    reply.header('cache-control', 'no-store');
    const { id = '' } = request.params;
    const answer = await read({
      parameters: parametersOf(request),
      id,
      signal: closeSignal(reply),
    }).catch(badRequest);
    return answer ?? reply.code(404).send({ error: missing });
  });
}

/** Faults of the request, and of what is behind the station, as such; others as they are. */
export function badRequest(error: unknown): never {
  if (error instanceof TelltaleError && FAULTS_OF_REQUEST.has(error.code)) {
    throw new BadRequestError(error.message);
  }
  if (error instanceof TelltaleError && UNAVAILABLE.has(error.code)) {
    throw new StoreUnavailableError(`${error.message} ${error.fix}`, { cause: error });
  }
  throw error;
}
