import type { StationFeature } from '@telltale/station';
import { permit } from '@telltale/station';

/** `GET /api/telltale/queries`: the queries that the definition saves, in their order, for `telltale query NAME`. */
export function savedQueriesFeature(): StationFeature {
  return {
    name: 'saved-queries',
    routes: (server, inForce) => {
      server.get('/api/telltale/queries', permit('view'), async (_request, reply) => {
        reply.header('cache-control', 'no-store');
        const queries = inForce()?.queries ?? [];
        return { queries: queries.map(({ name, help, unit, query }) => ({ name, help, unit, query })) };
      });
    },
  };
}
