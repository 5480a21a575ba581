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

/** Seconds; from a method that computes a little to one that waits for others. */
const DEFAULT_BUCKETS = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10] as const;

/** Roles of the metrics of the method kit. */
export type MethodRole = 'calls' | 'duration' | 'errors' | 'inProgress';

/** What {@link methods} takes. */
export interface MethodsOptions extends KitNaming<MethodRole, 'class' | 'method' | 'status' | 'error_type'> {
  /** Upper bounds of the duration's buckets in seconds; from 5 ms to 10 s by default. */
  readonly buckets?: readonly number[];
}

/** The metrics of the method kit under their names. */
export type MethodsMetrics<Options extends MethodsOptions> = ViewedMetrics<
  ReturnType<typeof declareMethods<ChosenEdge<Options, typeof DEFAULT_BUCKETS>>>,
  Options
>;

// The result's type is asked for by this parameter.
// oxlint-disable-next-line typescript/no-unnecessary-type-parameters
function declareMethods<const Edge extends number>(buckets: readonly Edge[]) {
  const labels = { class: { maxValues: 100 }, method: { maxValues: 200 } } as const;
  return {
    calls: {
      name: 'method_calls_total',
      metric: counter({
        help: 'Total requests processed: calls of methods that ended',
        labels: { ...labels, status: ['success', 'failure'] },
      }),
    },
    duration: {
      name: 'method_duration_seconds',
      metric: histogram({ help: 'Response time in seconds', unit: 'seconds', labels, buckets }),
    },
    errors: {
      name: 'method_errors_total',
      metric: counter({
        help: 'Calls of methods that failed, by code or class of the error',
        labels: { ...labels, error_type: { maxValues: 50 } },
      }),
    },
    inProgress: {
      name: 'method_calls_in_progress',
      metric: gauge({ help: 'Calls of methods that have not ended', labels }),
    },
  } as const;
}

/**
 * Calls, durations and errors of the methods of classes and of functions, with a dashboard. Recorded by what
 * `service` and `observed` of `instrument(definition)` are put around.
 *
 * @example
 * ```ts
 * import { defineMonitoring, methods } from '@telltale/sdk/define';
 *
 * const names = { calls: 'requests_total', duration: 'response_time_seconds' } as const;
 * const definition = defineMonitoring({ service: 'shop', kits: [methods({ names })] });
 * console.log(definition.metrics.response_time_seconds.help); // Response time in seconds
 * ```
 */
export function methods<const Options extends MethodsOptions = Empty>(
  options?: Options & KnownFields<Options, MethodsOptions>,
): Kit<MethodsMetrics<Options>> {
  const view = given<Options>(options);
  const metrics = declareMethods(chosenBuckets(view, DEFAULT_BUCKETS));
  return viewedKit({ kit: 'methods', metrics, dashboards: methodDashboards }, view);
}

function methodDashboards(queries: RoleQueries): DashboardDeclarations {
  return {
    Methods: presentPanels({
      Calls: queries.rate('calls', ['class', 'method']),
      'Share that failed': queries.share('calls', { status: 'failure' }, ['class', 'method']),
      'Median duration': queries.quantile('duration', 0.5, ['class', 'method']),
      '95th percentile of duration': queries.quantile('duration', 0.95, ['class', 'method']),
      Errors: queries.rate('errors', ['class', 'method', 'error_type']),
      'In progress': queries.now('inProgress', ['class', 'method']),
    }),
  };
}
