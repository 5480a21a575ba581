import type { MonitoringDefinition } from '@telltale/definition';
import { bindKit } from '../../kits/kit-binding.ts';
import type { Registry } from '../../registry/registry.ts';

/** Operation of the commands that use Redis as a cache. */
const OPERATIONS: ReadonlyMap<string, string> = new Map([
  ...['GET', 'GETEX', 'HGET', 'MGET', 'HMGET'].map((command) => [command, 'get'] as const),
  ...['SET', 'SETEX', 'PSETEX', 'SETNX', 'HSET', 'MSET'].map((command) => [command, 'set'] as const),
  ...['DEL', 'UNLINK', 'HDEL'].map((command) => [command, 'delete'] as const),
]);

/**
 * Options of `@opentelemetry/instrumentation-redis` that count the commands in the cache kit: the
 * instrumentation itself makes spans, no metrics. Reads are hits or misses.
 */
export function redisHooks(definition: MonitoringDefinition, registry: Registry): object {
  if (!definition.kits.some(({ kit }) => kit === 'cache')) return {};
  const binding = bindKit(definition, registry, 'cache');
  const operations = binding.counter('operations');
  const reads = { hit: binding.counter('hits'), miss: binding.counter('misses') };
  const labels = { cache: 'redis' };
  for (const status of ['hit', 'miss'] as const) {
    operations.inc({ ...labels, operation: 'get', status }, 0);
    reads[status].inc(labels, 0);
  }
  return {
    responseHook: (_span: unknown, command: string, _args: unknown, response: unknown) => {
      const operation = OPERATIONS.get(command.toUpperCase());
      if (operation === undefined) return;
      if (operation !== 'get') {
        operations.inc({ ...labels, operation, status: 'success' });
        return;
      }
      for (const value of Array.isArray(response) ? response : [response]) {
        const status = value === null || value === undefined ? 'miss' : 'hit';
        operations.inc({ ...labels, operation, status });
        reads[status].inc(labels);
      }
    },
  };
}
