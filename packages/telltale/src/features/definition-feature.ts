import type { ResolvedDefinition } from '@telltale/definition';
import { printExpr } from '@telltale/model';
import type { StationFeature } from '@telltale/station';
import { permit } from '@telltale/station';

/**
 * `GET /api/telltale/definition`: what the station goes by, as JSON, for editors, scripts and pages. Where receivers
 * deliver to stays out of it: their addresses are often secrets.
 */
export function definitionFeature(): StationFeature {
  return {
    name: 'definition',
    routes: (server, inForce) => {
      server.get('/api/telltale/definition', permit('view'), async (_request, reply) => {
        reply.header('cache-control', 'no-store');
        const definition = inForce();
        if (definition === undefined) {
          return reply.code(404).send({ error: 'this station runs without a definition' });
        }
        return describe(definition);
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
