import type { StationFeature } from '@telltale/station';
import { permit } from '@telltale/station';

/**
 * `GET /api/telltale/dashboards/{slug}/grafana`: a dashboard of the definition as JSON that Grafana imports, in the
 * words of `telltale gen grafana --dashboards import`.
 */
export function grafanaExportFeature(): StationFeature {
  return {
    name: 'grafana export',
    routes: (server, inForce) => {
      server.get<{ Params: { slug: string } }>(
        '/api/telltale/dashboards/:slug/grafana',
        permit('view'),
        async ({ params }, reply) => {
          const definition = inForce();
          const index = definition?.dashboards.findIndex(({ slug }) => slug === params.slug) ?? -1;
          if (definition === undefined || index === -1) {
            return reply.code(404).send({ error: 'only dashboards of the definition are exported' });
          }
          // Nobody needs the generators before.
          const { generateGrafana } = await import('@telltale/manifests');
          const { text } = generateGrafana(definition, { dashboards: 'import' })[index];
          const { slug } = definition.dashboards[index];
          return reply
            .header('cache-control', 'no-store')
            .header('content-disposition', `attachment; filename="${slug}.json"`)
            .type('application/json; charset=utf-8')
            .send(text);
        },
      );
    },
  };
}
