import type { FastifyInstance } from 'fastify';
import type { StationTelemetry } from '../self/station-telemetry.ts';

/** `/metrics` and `/-/*`: the station as seen by others. */
export function registerOwnRoutes(server: FastifyInstance, telemetry: StationTelemetry): void {
  server.get('/metrics', (request, reply) => {
    reply.hijack();
    telemetry.answer(request.raw, reply.raw);
  });
  const text = (url: string, message: string) =>
    server.get(url, async (_request, reply) => reply.type('text/plain; charset=utf-8').send(message));
  text('/-/healthy', 'Telltale is healthy.\n');
  text('/-/ready', 'Telltale is ready.\n');
  for (const url of ['/-/reload', '/-/quit']) registerLifecycle(server, url);
}

/** A station is reloaded and ended by whoever started it: these answer as Prometheus without `--web.enable-lifecycle`. */
function registerLifecycle(server: FastifyInstance, url: string): void {
  server.get(url, async (_request, reply) =>
    reply.code(405).type('text/plain; charset=utf-8').send('Only POST or PUT requests allowed'),
  );
  server.route({
    method: ['POST', 'PUT'],
    url,
    handler: async (_request, reply) =>
      reply.code(403).type('text/plain; charset=utf-8').send('Lifecycle API is not enabled.'),
  });
}
