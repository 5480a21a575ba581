import { createServer } from 'node:http';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { MeasuredServer, MemoryTaken, ProcessorTaken } from './sdk-cost-settings.ts';

/*
 * A server whose cost is measured, in a process of its own: `node --expose-gc sdk-cost-server.ts KIND`. Tells its port
 * when it listens and, asked for, what it has taken so far.
 */
const hello = (_request: IncomingMessage, response: ServerResponse): void => {
  response.setHeader('content-type', 'application/json');
  response.end('{"hello":"world"}');
};

/** How long a middleware that is too expensive keeps the processor for each request. */
const TOO_LONG_MS = 1.5;

async function handlerOf(
  kind: MeasuredServer,
): Promise<(request: IncomingMessage, response: ServerResponse) => void> {
  if (kind === 'bare') return hello;
  if (kind === 'expensive') {
    return (request, response) => {
      for (const endMs = performance.now() + TOO_LONG_MS; performance.now() < endMs;);
      hello(request, response);
    };
  }
  const { instrument } = await import('@telltale/sdk');
  const { counter, defineMonitoring, httpServer, nodeRuntime } = await import('@telltale/sdk/define');
  const t = instrument(
    defineMonitoring({
      service: 'cost',
      kits: [httpServer(), nodeRuntime()],
      metrics: {
        jobs_total: counter({ help: 'Jobs done', labels: { shard: 'any', kind: 'any', zone: 'any' } }),
      },
    }),
    { maxSeriesPerMetric: 100_000 },
  );
  process.on('message', (series) => {
    if (typeof series !== 'number') return;
    for (let i = 0; i < series; i++) {
      t.metrics.jobs_total.inc({
        shard: `shard-${i % 100}`,
        kind: `kind-${Math.floor(i / 100)}`,
        zone: 'eu-west-1a',
      });
    }
  });
  return t.http.wrap(hello);
}

function processor(): ProcessorTaken {
  const { user, system } = process.cpuUsage();
  return { cpuMs: (user + system) / 1000 };
}

function memory(): MemoryTaken {
  for (let i = 0; i < 4; i++) globalThis.gc?.();
  const { rss, heapUsed, external } = process.memoryUsage();
  return { rssBytes: rss, usedBytes: heapUsed + external };
}

const server = createServer(await handlerOf(process.argv[2] as MeasuredServer));
process.on('message', (message) => {
  if (message === 'processor') process.send?.(processor());
  if (message === 'memory') process.send?.(memory());
});
process.once('disconnect', () => process.exit());
server.listen(0, '127.0.0.1', () => process.send?.((server.address() as AddressInfo).port));
