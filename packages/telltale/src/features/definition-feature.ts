import type { ResolvedDefinition } from '@telltale/definition';
import { printExpr } from '@telltale/model';
import type { StationFeature } from '@telltale/station';

/**
 * `GET /api/telltale/definition`: what the station was started with, as JSON, for editors, scripts
 * and pages. Where receivers deliver to stays out of it: their addresses are often secrets.
 */
export function definitionFeature(definition: ResolvedDefinition): StationFeature {
  const answer = describe(definition);
  return {
    name: 'definition',
    routes: (server) => {
      server.get('/api/telltale/definition', async (_request, reply) => {
        reply.header('cache-control', 'no-store');
        return answer;
      });
    },
  };
}

function describe(definition: ResolvedDefinition) {
  const { service, owner, file, metrics, targets, dashboards, route } = definition;
  return {
    service,
    owner,
    file: file ?? '',
    metrics,
    targets,
    dashboards,
    route,
    receivers: definition.receivers.map(({ name, kind }) => ({ name, kind })),
    rules: definition.rules.map(({ expr, ...rule }) => ({ ...rule, query: printExpr(expr) })),
  };
}
