import type { FastifyInstance, FastifyReply } from 'fastify';
import type { Permission } from '../../sign-in/roles.ts';
import { parametersOf } from '../parameters.ts';
import type { Remarks } from './envelope.ts';
import { sendError, sendSuccess } from './envelope.ts';
import { permit } from '../../sign-in/permit.ts';

/** What a route of the API gives back: any JSON, with remarks where there are some. */
export interface ApiAnswer {
  readonly data: unknown;
  readonly remarks?: Remarks;
}

/** Answered with HTTP 204, as Prometheus does where there is nothing to tell. */
export const NO_CONTENT: ApiAnswer = { data: undefined };

/** Answers the parameters of a request; what it throws is told in Prometheus' words. */
export type ApiHandler<Path = Record<string, never>> = (
  parameters: URLSearchParams,
  path: Path,
) => Promise<ApiAnswer> | ApiAnswer;

type ApiMethod = 'GET' | 'POST' | 'PUT';

/** Registers one route of Prometheus' API, for who may view unless told otherwise. */
export function apiRoute<Path = Record<string, never>>(
  server: FastifyInstance,
  methods: readonly ApiMethod[],
  url: string,
  handler: ApiHandler<Path>,
  permission: Permission = 'view',
): void {
  server.route<{ Params: Path }>({
    method: [...methods],
    url: `/api/v1/${url}`,
    ...permit(permission),
    handler: async (request, reply): Promise<FastifyReply> => {
      try {
        // Of the pattern in `url`, which Fastify's types cannot follow.
        const { data, remarks } = await handler(parametersOf(request), request.params as Path);
        if (data === undefined) return await reply.code(204).send();
        return sendSuccess(reply, data, remarks);
      } catch (error) {
        return sendError(reply, error);
      }
    },
  });
}
