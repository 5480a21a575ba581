import type { ResolvedDefinition } from '@telltale/definition';
import type { StationFeature } from '@telltale/station';

/**
 * `GET /api/telltale/dashboards/{slug}/grafana`: a dashboard of the definition as JSON that Grafana imports, in the
 * words of `telltale gen grafana --dashboards import`.
 */
export function grafanaExportFeature(definition: ResolvedDefinition): StationFeature {
  return {
    name: 'grafana export',
    routes: (server) => {
      server.get<{ Params: { slug: string } }>(
        '/api/telltale/dashboards/:slug/grafana',
        async ({ params }, reply) => {
          const index = definition.dashboards.findIndex(({ slug }) => slug === params.slug);
          if (index === -1) {
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
