import type { DashboardDeclarations } from '../dashboards/dashboard-declaration.ts';
import { gauge, histogram } from '../metrics/declaration.ts';
import type { Empty } from '../metrics/empty.ts';
import { stateset } from '../metrics/state-set.ts';
import { given } from '../options/given.ts';
import type { Kit } from './kit.ts';
import type { RoleQueries } from './role-queries.ts';
import { presentPanels } from './role-queries.ts';
import type { KitNaming, KnownFields, ViewedMetrics } from './viewed-kit.ts';
import { viewedKit } from './viewed-kit.ts';

/** Seconds; from an answer out of memory to the time that checks have. */
const BUCKETS = [0.001, 0.005, 0.01, 0.05, 0.1, 0.25, 0.5, 1, 2, 5] as const;

/** Roles of the metrics of the health kit. */
export type HealthRole = 'status' | 'state' | 'checks' | 'duration';

/** What {@link healthChecks} takes. */
export type HealthChecksOptions = KitNaming<HealthRole, 'check'>;

/** The metrics of the health kit under their names. */
export type HealthChecksMetrics<Options extends HealthChecksOptions> = ViewedMetrics<
  ReturnType<typeof declareHealth>,
  Options
>;

function declareHealth() {
  const labels = { check: { maxValues: 50 } } as const;
  return {
    status: {
      name: 'health_status',
      metric: gauge({ help: 'Service health: 1 is healthy, 0 is not', aggregate: 'min' }),
    },
    state: {
      name: 'health_state',
      metric: stateset({
        help: 'Service health: degraded where only checks fail that it can do without',
        states: ['healthy', 'degraded', 'unhealthy'],
      }),
    },
    checks: {
      name: 'health_check_status',
      metric: gauge({ help: 'Health checks: 1 has passed, 0 has failed', labels, aggregate: 'min' }),
    },
    duration: {
      name: 'health_check_duration_seconds',
      metric: histogram({
        help: 'Time that health checks took',
        unit: 'seconds',
        labels,
        buckets: BUCKETS,
      }),
    },
  } as const;
}

/**
 * The health of the service and of each check that it is made of, with a dashboard. Recorded by
 * `instrument(definition).health`; each scrape runs the checks whose results have become old.
 *
 * @example
 * ```ts
 * import { defineMonitoring, healthChecks } from '@telltale/sdk/define';
 *
 * const definition = defineMonitoring({
 *   service: 'enrichment',
 *   kits: [healthChecks({ prefix: 'enrichment_service' })],
 *   health: { checks: ['database', 'redis'] },
 * });
 * console.log(Object.keys(definition.metrics)[0]); // enrichment_service_health_status
 * ```
 */
export function healthChecks<const Options extends HealthChecksOptions = Empty>(
  options?: Options & KnownFields<Options, HealthChecksOptions>,
): Kit<HealthChecksMetrics<Options>> {
  const view = given<HealthChecksOptions>(options);
  return viewedKit(
    { kit: 'health', metrics: declareHealth(), dashboards: healthDashboards },
    view as Options,
  );
}

function healthDashboards(queries: RoleQueries): DashboardDeclarations {
  return {
    Health: presentPanels({
      'Instances that are healthy': queries.now('status'),
      'Checks that pass': queries.now('checks', ['check', 'instance']),
      '95th percentile of the time of checks': queries.quantile('duration', 0.95, ['check']),
    }),
  };
}
