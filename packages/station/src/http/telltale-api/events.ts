import type { FastifyInstance } from 'fastify';
import type { StationEvent } from '../../contract.ts';
import type { EventBus } from '../../events/event-bus.ts';
import { permit } from '../../sign-in/permit.ts';

/** Comment lines keep proxies from closing a quiet stream. */
const KEEP_ALIVE_MS = 15_000;
/** Changes that come together are told once. */
const COALESCE_MS = 100;

/** `GET /api/telltale/events`: server-sent events, one stream for all topics. */
export function registerEvents(server: FastifyInstance, bus: EventBus): void {
  const open = new Set<() => void>();
  server.get('/api/telltale/events', permit('view'), (request, reply) => {
    reply.hijack();
    const stream = reply.raw;
    stream.writeHead(200, {
      'content-type': 'text/event-stream',
      'cache-control': 'no-store',
      'x-content-type-options': 'nosniff',
    });
    const waiting = new Set<StationEvent>();
    let timer: NodeJS.Timeout | undefined;
    const flush = () => {
      timer = undefined;
      for (const event of waiting) stream.write(`event: ${event}\ndata: {}\n\n`);
      waiting.clear();
    };
    stream.write('retry: 2000\nevent: hello\ndata: {}\n\n');
    const unsubscribe = bus.subscribe((event) => {
      waiting.add(event);
      timer ??= setTimeout(flush, COALESCE_MS);
    });
    const keepAlive = setInterval(() => stream.write(':\n\n'), KEEP_ALIVE_MS);
    const close = () => {
      clearInterval(keepAlive);
      clearTimeout(timer);
      unsubscribe();
      open.delete(close);
      stream.end();
    };
    open.add(close);
    request.raw.on('close', close);
  });
  server.addHook('preClose', async () => {
    for (const close of open) close();
  });
}
