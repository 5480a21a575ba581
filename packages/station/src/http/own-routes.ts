import type { FastifyInstance } from 'fastify';
import type { StoreStats } from '@telltale/storage';
import type { StationTelemetry } from '../self/station-telemetry.ts';

/** `/metrics`, `/-/healthy` and `/-/ready`: the station as seen by others. */
export function registerOwnRoutes(
  server: FastifyInstance,
  telemetry: StationTelemetry,
  stats: () => StoreStats,
): void {
  server.get('/metrics', (request, reply) => {
    telemetry.onStore(stats());
    reply.hijack();
    telemetry.answer(request.raw, reply.raw);
  });
  server.get('/-/healthy', async (_request, reply) =>
    reply.type('text/plain').send('Telltale is healthy.\n'),
  );
  server.get('/-/ready', async (_request, reply) => reply.type('text/plain').send('Telltale is ready.\n'));
}
