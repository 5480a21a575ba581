import type { FastifyInstance } from 'fastify';
import type { Reloader } from '../reload/reloader.ts';
import type { StationTelemetry } from '../self/station-telemetry.ts';
import { permit } from '../sign-in/permit.ts';

/** `/metrics` and `/-/*`: the station as seen by others. Without `reloader` it is not reloaded over HTTP. */
export function registerOwnRoutes(
  server: FastifyInstance,
  telemetry: StationTelemetry,
  reloader?: Reloader,
): void {
  server.get('/metrics', permit('view'), (request, reply) => {
    reply.hijack();
    telemetry.answer(request.raw, reply.raw);
  });
  const text = (url: string, message: string) =>
    server.get(url, permit('open'), async (_request, reply) =>
      reply.type('text/plain; charset=utf-8').send(message),
    );
  text('/-/healthy', 'Telltale is healthy.\n');
  text('/-/ready', 'Telltale is ready.\n');
  registerLifecycle(server, '/-/quit', undefined);
  registerLifecycle(server, '/-/reload', reloader && (() => reloader.reload()));
}

/** Answers as Prometheus does; without a task as one without `--web.enable-lifecycle`. */
function registerLifecycle(
  server: FastifyInstance,
  url: string,
  task: (() => Promise<void>) | undefined,
): void {
  server.get(url, permit('administer'), async (_request, reply) =>
    reply.code(405).type('text/plain; charset=utf-8').send('Only POST or PUT requests allowed'),
  );
  server.route({
    method: ['POST', 'PUT'],
    url,
    ...permit('administer'),
    handler: async (_request, reply) => {
      reply.type('text/plain; charset=utf-8');
      if (!task) return reply.code(403).send('Lifecycle API is not enabled.');
      try {
        await task();
        return await reply.code(200).send();
      } catch (error) {
        const reason = error instanceof Error ? error.message : String(error);
        return reply.code(500).send(`failed to reload config: ${reason}`);
      }
    },
  });
}
