import type { DashboardDeclarations } from '../dashboards/dashboard-declaration.ts';
import { counter, gauge, histogram } from '../metrics/declaration.ts';
import type { Empty } from '../metrics/empty.ts';
import { given } from '../options/given.ts';
import type { ChosenEdge } from './chosen-buckets.ts';
import { chosenBuckets } from './chosen-buckets.ts';
import type { Kit } from './kit.ts';
import type { RoleQueries } from './role-queries.ts';
import { presentPanels } from './role-queries.ts';
import type { KitNaming, KnownFields, ViewedMetrics } from './viewed-kit.ts';
import { viewedKit } from './viewed-kit.ts';

/** Seconds; from a look-up in memory to a cache that is slower than what it saves. */
const DEFAULT_BUCKETS = [0.0001, 0.0005, 0.001, 0.005, 0.01, 0.05, 0.1, 0.5, 1] as const;

/** Roles of the metrics of the cache kit. */
export type CacheRole = 'operations' | 'hits' | 'misses' | 'duration' | 'entries' | 'bytes';

/** What {@link cache} takes. */
export interface CacheOptions extends KitNaming<CacheRole, 'cache' | 'operation' | 'status'> {
  /** Upper bounds of the duration's buckets in seconds; from 0.1 ms to 1 s by default. */
  readonly buckets?: readonly number[];
}

/** The metrics of the cache kit under their names. */
export type CacheMetrics<Options extends CacheOptions> = ViewedMetrics<
  ReturnType<typeof declareCaches<ChosenEdge<Options, typeof DEFAULT_BUCKETS>>>,
  Options
>;

// The result's type is asked for by this parameter.
// oxlint-disable-next-line typescript/no-unnecessary-type-parameters
function declareCaches<const Edge extends number>(buckets: readonly Edge[]) {
  const name = { maxValues: 50 } as const;
  const operation = { maxValues: 20 } as const;
  return {
    operations: {
      name: 'cache_operations_total',
      metric: counter({
        help: 'Operations of a cache; those that read have the status hit or miss',
        labels: { cache: name, operation, status: { maxValues: 10 } },
      }),
    },
    hits: {
      name: 'cache_hits_total',
      metric: counter({ help: 'Reads that found a value', labels: { cache: name } }),
    },
    misses: {
      name: 'cache_misses_total',
      metric: counter({ help: 'Reads that found no value', labels: { cache: name } }),
    },
    duration: {
      name: 'cache_operation_duration_seconds',
      metric: histogram({
        help: 'Duration of cache operations that are waited for',
        unit: 'seconds',
        labels: { cache: name, operation },
        buckets,
      }),
    },
    entries: {
      name: 'cache_entries',
      metric: gauge({ help: 'Entries of a cache in memory', labels: { cache: name } }),
    },
    bytes: {
      name: 'cache_size_bytes',
      metric: gauge({ help: 'Size of a cache in memory', unit: 'bytes', labels: { cache: name } }),
    },
  } as const;
}

/**
 * Hits and misses of caches, their operations and sizes, with a dashboard. Recorded by
 * `instrument(definition).caches`.
 *
 * @example
 * ```ts
 * import { cache, defineMonitoring } from '@telltale/sdk/define';
 *
 * const definition = defineMonitoring({ service: 'cad', kits: [cache({ labels: { cache: false } })] });
 * console.log(Object.keys(definition.metrics.cache_operations_total.labels).join()); // operation,status
 * ```
 */
export function cache<const Options extends CacheOptions = Empty>(
  options?: Options & KnownFields<Options, CacheOptions>,
): Kit<CacheMetrics<Options>> {
  const view = given<Options>(options);
  const metrics = declareCaches(chosenBuckets(view, DEFAULT_BUCKETS));
  return viewedKit({ kit: 'cache', metrics, dashboards: cacheDashboards }, view);
}

function cacheDashboards(queries: RoleQueries): DashboardDeclarations {
  return {
    Caches: presentPanels({
      'Hit ratio': hitRatio(queries),
      Operations: queries.rate('operations', ['cache', 'operation', 'status']),
      '95th percentile of duration': queries.quantile('duration', 0.95, ['cache', 'operation']),
      Entries: queries.now('entries', ['cache']),
      Size: queries.now('bytes', ['cache']),
    }),
  };
}

function hitRatio(queries: RoleQueries) {
  return (
    queries.partOf('hits', 'misses', ['cache']) ??
    queries.share('operations', { status: 'hit' }, ['cache'], { status: /hit|miss/ })
  );
}
