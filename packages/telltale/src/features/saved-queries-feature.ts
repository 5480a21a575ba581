import type { ResolvedSavedQuery } from '@telltale/definition';
import type { StationFeature } from '@telltale/station';

/** `GET /api/telltale/queries`: the queries that the definition saves, in their order, for `telltale query NAME`. */
export function savedQueriesFeature(queries: readonly ResolvedSavedQuery[]): StationFeature {
  const answer = { queries: queries.map(({ name, help, unit, query }) => ({ name, help, unit, query })) };
  return {
    name: 'saved-queries',
    routes: (server) => {
      server.get('/api/telltale/queries', async (_request, reply) => {
        reply.header('cache-control', 'no-store');
        return answer;
      });
    },
  };
}
