import type { DashboardDeclarations } from '../dashboards/dashboard-declaration.ts';
import { counter, gauge, histogram } from '../metrics/declaration.ts';
import type { Empty } from '../metrics/empty.ts';
import type { LabelSpec } from '../metrics/label-spec.ts';
import { given } from '../options/given.ts';
import type { ChosenEdge } from './chosen-buckets.ts';
import { chosenBuckets } from './chosen-buckets.ts';
import type { Kit } from './kit.ts';
import type { RoleQueries } from './role-queries.ts';
import { described, presentPanels } from './role-queries.ts';
import type { KitNaming, KnownFields, ViewedMetrics } from './viewed-kit.ts';
import { viewedKit } from './viewed-kit.ts';

/** Seconds; from a short job to one of half an hour. */
const DEFAULT_BUCKETS = [1, 5, 10, 30, 60, 120, 300, 600, 1200, 1800] as const;

const OPEN_TYPE = { maxValues: 100 } as const;
const QUEUE = { maxValues: 50 } as const;

/** Roles of the metrics of the task kit. */
export type TaskRole =
  | 'total'
  | 'duration'
  | 'retries'
  | 'inProgress'
  | 'oldestRunning'
  | 'lastSuccess'
  | 'queueDepth'
  | 'queueAge';

/** What {@link task} takes. */
export interface TaskOptions extends KitNaming<TaskRole, 'type' | 'status' | 'queue'> {
  /** All types of tasks, so that each is counted from zero on; up to 100 of any name by default. */
  readonly types?: readonly string[];
  /** Upper bounds of the duration's buckets in seconds; from 1 s to 30 min by default. */
  readonly buckets?: readonly number[];
}

type TypesOf<Options> = Options extends { readonly types: infer Types extends readonly string[] }
  ? Types
  : typeof OPEN_TYPE;

/** The metrics of the task kit under their names. */
export type TaskMetrics<Options extends TaskOptions> = ViewedMetrics<
  ReturnType<typeof declareTasks<TypesOf<Options>, ChosenEdge<Options, typeof DEFAULT_BUCKETS>>>,
  Options
>;

// The result's type is asked for by these parameters.
// oxlint-disable-next-line typescript/no-unnecessary-type-parameters
function declareTasks<const Types extends LabelSpec, const Edge extends number>(
  type: Types,
  buckets: readonly Edge[],
) {
  const byType = { type };
  // Not zero at the start: a type that has not succeeded yet did not succeed in 1970.
  const seenTypes = { type: OPEN_TYPE };
  return {
    total: {
      name: 'tasks_total',
      metric: counter({ help: 'Tasks ended', labels: { type, status: ['success', 'failure'] } }),
    },
    duration: {
      name: 'task_duration_seconds',
      metric: histogram({ help: 'Duration of tasks', unit: 'seconds', labels: byType, buckets }),
    },
    retries: {
      name: 'task_retries_total',
      metric: counter({ help: 'Attempts of tasks after the first one', labels: byType }),
    },
    inProgress: {
      name: 'tasks_in_progress',
      metric: gauge({ help: 'Tasks that are running', labels: byType }),
    },
    oldestRunning: {
      name: 'task_oldest_running_seconds',
      metric: gauge({
        help: 'How long the longest running task has been running; 0 where none runs',
        unit: 'seconds',
        labels: byType,
        aggregate: 'max',
      }),
    },
    lastSuccess: {
      name: 'task_last_success_timestamp_seconds',
      metric: gauge({
        help: 'Unix time of the last task that succeeded',
        unit: 'seconds',
        labels: seenTypes,
        aggregate: 'max',
      }),
    },
    queueDepth: {
      name: 'task_queue_depth',
      metric: gauge({ help: 'Tasks that wait in a queue', labels: { queue: QUEUE }, aggregate: 'max' }),
    },
    queueAge: {
      name: 'task_queue_oldest_age_seconds',
      metric: gauge({
        help: 'How long the task at the head of a queue has been waiting; 0 where none waits',
        unit: 'seconds',
        labels: { queue: QUEUE },
        aggregate: 'max',
      }),
    },
  } as const;
}

/**
 * Tasks by type and status, their durations and retries, those that run, and the queues they wait in, with a
 * dashboard. Recorded by `instrument(definition).tasks`.
 *
 * @example
 * ```ts
 * import { defineMonitoring, task } from '@telltale/sdk/define';
 *
 * const definition = defineMonitoring({
 *   service: 'cad',
 *   kits: [
 *     task({
 *       names: { total: 'extraction_tasks_total', duration: 'extraction_duration_seconds' },
 *       labels: { type: 'task_type' },
 *       types: ['pdf', 'dxf'],
 *     }),
 *   ],
 * });
 * console.log(definition.metrics.extraction_tasks_total.labels.task_type.join()); // pdf,dxf
 * ```
 */
export function task<const Options extends TaskOptions = Empty>(
  options?: Options & KnownFields<Options, TaskOptions>,
): Kit<TaskMetrics<Options>> {
  const view = given<Options>(options);
  // Without types the open label is what `TypesOf` says.
  const types = (view.types ?? OPEN_TYPE) as TypesOf<Options>;
  const metrics = declareTasks(types, chosenBuckets(view, DEFAULT_BUCKETS));
  return viewedKit({ kit: 'task', metrics, dashboards: taskDashboards }, view);
}

function taskDashboards(queries: RoleQueries): DashboardDeclarations {
  return {
    Tasks: presentPanels({
      'Tasks ended': queries.rate('total', ['type', 'status']),
      'Share that failed': queries.share('total', { status: 'failure' }, ['type']),
      'Median duration': queries.quantile('duration', 0.5, ['type']),
      '95th percentile of duration': queries.quantile('duration', 0.95, ['type']),
      Retries: queries.rate('retries', ['type']),
      'In progress': queries.now('inProgress', ['type']),
      'Longest running': queries.now('oldestRunning', ['type'], 'max'),
      'Queue depth': queries.now('queueDepth', ['queue'], 'max'),
      'Oldest waiting task': described(
        queries.now('queueAge', ['queue'], 'max'),
        'How long the task at the head of each queue has been waiting',
      ),
    }),
  };
}
