import type { ResourceLimits, TransferListItem } from 'node:worker_threads';
import { Worker } from 'node:worker_threads';
import type { ThreadData } from './messages.ts';

/** Runs the thread from the same kind of file as this one: sources in development, else the bundle. */
export function startWorker(data: ThreadData, resourceLimits: ResourceLimits): Worker {
  const isSource = import.meta.url.endsWith('.ts');
  const entry = isSource
    ? new URL('./entry.ts', import.meta.url)
    : new URL(import.meta.resolve('@telltale/station/query-thread'));
  const ports: TransferListItem[] = [data.storePort];
  return new Worker(isSource ? withCompileCache(entry) : entry, {
    name: 'telltale-query',
    workerData: data,
    transferList: ports,
    resourceLimits,
    execArgv: isSource ? ['--conditions=@telltale/source', '--no-warnings'] : ['--no-warnings'],
  });
}

/** A program that imports `entry` with the compile cache on, which keeps TypeScript stripped of its types. */
function withCompileCache(entry: URL): URL {
  const program = [
    `import { enableCompileCache } from 'node:module';`,
    `enableCompileCache();`,
    `await import(${JSON.stringify(entry.href)});`,
  ].join('\n');
  return new URL(`data:text/javascript,${encodeURIComponent(program)}`);
}
