import type { FastifyInstance, FastifyReply } from 'fastify';
import type {
  CreateDashboardRequest,
  DashboardContent,
  DashboardFaults,
  SaveConflict,
  SaveDashboardRequest,
  SavedDashboard,
} from '../../../contract.ts';
import { checkContent } from '../../../dashboards/saved/check-content.ts';
import type { Conflict, SavedDashboards } from '../../../dashboards/saved/saved-dashboards.ts';
import { MAX_SAVED } from '../../../dashboards/saved/saved-dashboards.ts';
import { BadRequestError } from '../../bad-request-error.ts';
import { checkedBody } from '../../checked-body.ts';
import { CREATE_SCHEMA, SAVE_SCHEMA } from './content-schema.ts';
import { permit } from '../../../sign-in/permit.ts';

const PATH = '/api/telltale/saved_dashboards';

interface OfSlug {
  readonly Params: { readonly slug: string };
}

/** `GET` and `POST /api/telltale/saved_dashboards`, `GET`, `PUT` and `DELETE` of one. */
export function registerSavedDashboards(
  server: FastifyInstance,
  saved: SavedDashboards,
  onChange: () => void,
): void {
  registerReads(server, saved);
  server.post<{ Body: CreateDashboardRequest }>(
    PATH,
    { ...checkedBody(CREATE_SCHEMA), ...permit('edit') },
    async ({ body }, reply) => {
      reply.header('cache-control', 'no-store');
      const faults = faultsOf(body.content);
      if (faults) return reply.code(400).send(faults);
      const made = await saved.create(body);
      if (!made) {
        return reply
          .code(409)
          .send({ error: `there are ${MAX_SAVED} saved dashboards already: delete some first` });
      }
      onChange();
      return reply.code(201).send(made);
    },
  );
  server.put<OfSlug & { Body: SaveDashboardRequest }>(
    `${PATH}/:slug`,
    { ...checkedBody(SAVE_SCHEMA), ...permit('edit') },
    async ({ params, body }, reply) => {
      reply.header('cache-control', 'no-store');
      const faults = faultsOf(body.content);
      if (faults) return reply.code(400).send(faults);
      const result = await saved.save(params.slug, body);
      if ('kind' in result) return answerConflict(result, reply);
      onChange();
      return result;
    },
  );
  server.delete<OfSlug & { Querystring: { readonly revision?: string } }>(
    `${PATH}/:slug`,
    permit('edit'),
    async ({ params, query }, reply) => {
      const revision = Number(query.revision);
      if (!Number.isSafeInteger(revision) || revision < 1) {
        throw new BadRequestError('say which revision is deleted: ?revision=1');
      }
      const result = await saved.delete(params.slug, revision);
      if (typeof result === 'object') return answerConflict(result, reply);
      if (!result) return answerUnknown(params.slug, reply);
      onChange();
      return reply.code(204).send();
    },
  );
}

function registerReads(server: FastifyInstance, saved: SavedDashboards): void {
  server.get(PATH, permit('view'), async (_request, reply) => {
    reply.header('cache-control', 'no-store');
    return { dashboards: await saved.list() };
  });
  server.get<OfSlug>(
    `${PATH}/:slug`,
    permit('view'),
    async ({ params }, reply): Promise<SavedDashboard | FastifyReply> => {
      reply.header('cache-control', 'no-store');
      return (await saved.get(params.slug)) ?? answerUnknown(params.slug, reply);
    },
  );
}

function faultsOf(content: DashboardContent): DashboardFaults | undefined {
  const faults = checkContent(content);
  if (faults.length === 0) return undefined;
  return { error: faults.map(({ path, message }) => `${path}: ${message}`).join('\n'), faults };
}

function answerUnknown(slug: string, reply: FastifyReply): FastifyReply {
  return reply.code(404).send({ error: `there is no saved dashboard ${JSON.stringify(slug)}` });
}

function answerConflict({ current }: Conflict, reply: FastifyReply): FastifyReply {
  const conflict: SaveConflict = current
    ? {
        error: `it was saved meanwhile${current.savedBy === '' ? '' : ` by ${current.savedBy}`}: this is revision ${current.revision} now`,
        current,
      }
    : { error: 'it was deleted meanwhile' };
  return reply.code(409).send(conflict);
}
