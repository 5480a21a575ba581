import type { FastifyInstance } from 'fastify';
import type { PushRoute } from './answer-push.ts';
import { permit } from '../../sign-in/permit.ts';

/** Where groups are; the values of their labels stand in the path. */
const GROUP_PATHS = ['/metrics/job/*', '/metrics/job@base64/*'];

export interface PushgatewayRoutes extends PushRoute {
  /** Whether everything may be deleted by one request, as with a Pushgateway's `--web.enable-admin-api`. */
  readonly adminApi: boolean;
}

/**
 * The paths of a Prometheus Pushgateway: pushes and deletions of groups, `GET /api/v1/metrics`, which shows them, and
 * `PUT /api/v1/admin/wipe`. What reads pushes is loaded by the first.
 */
export async function registerPushgateway(server: FastifyInstance, routes: PushgatewayRoutes): Promise<void> {
  await server.register(async (scope) => {
    scope.removeAllContentTypeParsers();
    // Bodies are read by the handler, which knows what they may take.
    scope.addContentTypeParser('*', (_request, _payload, done) => done(null));
    for (const url of GROUP_PATHS) {
      scope.route({
        method: ['PUT', 'POST', 'DELETE'],
        url,
        ...permit('send'),
        handler: async (request, reply) => {
          const { answerPush } = await import('./answer-push.ts');
          return answerPush(request, reply, routes);
        },
      });
    }
    if (!routes.adminApi) return;
    scope.route({
      method: ['PUT', 'POST'],
      url: '/api/v1/admin/wipe',
      ...permit('administer'),
      handler: async (_request, reply) => {
        await routes.groups.wipe();
        return reply.code(202).send();
      },
    });
  });
  server.get('/api/v1/metrics', permit('view'), async (_request, reply) => {
    const { groupsJson } = await import('./groups-json.ts');
    return reply.send({ status: 'success', data: groupsJson(routes.groups.groups()) });
  });
}
