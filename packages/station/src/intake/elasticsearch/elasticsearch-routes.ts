import type { FastifyInstance, FastifyRequest } from 'fastify';
import type { BulkRoute } from './answer-bulk.ts';
import { PRODUCT } from './product.ts';
import { permit } from '../../sign-in/permit.ts';

/** Shippers ask whether they are younger than Elasticsearch; what we take is the same in all versions. */
const VERSION = '9.0.0';

/**
 * `/_bulk` and `/{index}/_bulk` as Elasticsearch has them, for log records; and what its clients and shippers ask
 * before they send: who is there, and under which licence. What reads documents is loaded by the first request.
 */
export async function registerElasticsearch(server: FastifyInstance, route: BulkRoute): Promise<void> {
  await server.register(async (scope) => {
    scope.removeAllContentTypeParsers();
    // Bodies are read by the handler, which knows what they may take.
    scope.addContentTypeParser('*', (_request, _payload, done) => done(null));
    for (const url of ['/_bulk', '/:index/_bulk']) {
      scope.route<{ Params: { index?: string } }>({
        method: ['POST', 'PUT'],
        url,
        ...permit('send'),
        handler: async (request, reply) => {
          const { answerBulk } = await import('./answer-bulk.ts');
          return answerBulk(request, reply, route);
        },
      });
    }
  });
  server.get('/_license', permit('send'), async (_request, reply) =>
    reply.headers(PRODUCT).send({ license: { status: 'active', uid: 'telltale', type: 'basic' } }),
  );
  // Browsers ask the same address for the page.
  server.addHook('onRequest', async (request, reply) => {
    if (request.url === '/' && asksWhoIsThere(request)) return reply.headers(PRODUCT).send(whoIsThere());
  });
}

/** Clients of Elasticsearch want JSON; browsers name HTML, and whoever names nothing gets the page as well. */
function asksWhoIsThere({ method, headers: { accept = '' } }: FastifyRequest): boolean {
  return (method === 'GET' || method === 'HEAD') && accept.includes('json') && !accept.includes('html');
}

function whoIsThere(): object {
  return {
    name: 'telltale',
    cluster_name: 'telltale',
    version: {
      number: VERSION,
      build_flavor: 'default',
      minimum_wire_compatibility_version: VERSION,
      minimum_index_compatibility_version: VERSION,
    },
    tagline: 'A Telltale station, which takes log records by _bulk.',
  };
}
