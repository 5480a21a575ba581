import type { DashboardDeclarations } from '../dashboards/dashboard-declaration.ts';
import { counter, histogram } from '../metrics/declaration.ts';
import type { Empty } from '../metrics/empty.ts';
import { given } from '../options/given.ts';
import type { ChosenEdge } from './chosen-buckets.ts';
import { chosenBuckets } from './chosen-buckets.ts';
import type { Kit } from './kit.ts';
import type { RoleQueries } from './role-queries.ts';
import { presentPanels } from './role-queries.ts';
import type { KitNaming, KnownFields, ViewedMetrics } from './viewed-kit.ts';
import { viewedKit } from './viewed-kit.ts';

/** Seconds; those that OpenTelemetry recommends for messaging. */
const DEFAULT_BUCKETS = [0.005, 0.01, 0.025, 0.05, 0.075, 0.1, 0.25, 0.5, 0.75, 1, 2.5, 5, 7.5, 10] as const;

/** Roles of the metrics of the message kit. */
export type MessageRole = 'processed' | 'duration' | 'errors';

/** What {@link messages} takes. */
export interface MessagesOptions extends KitNaming<
  MessageRole,
  'topic' | 'status' | 'message_type' | 'error_type' | 'component'
> {
  /** Upper bounds of the duration's buckets in seconds; from 5 ms to 10 s by default. */
  readonly buckets?: readonly number[];
}

/** The metrics of the message kit under their names. */
export type MessagesMetrics<Options extends MessagesOptions> = ViewedMetrics<
  ReturnType<typeof declareMessages<ChosenEdge<Options, typeof DEFAULT_BUCKETS>>>,
  Options
>;

// The result's type is asked for by this parameter.
// oxlint-disable-next-line typescript/no-unnecessary-type-parameters
function declareMessages<const Edge extends number>(buckets: readonly Edge[]) {
  const topic = { maxValues: 100 } as const;
  const name = { maxValues: 50 } as const;
  return {
    processed: {
      name: 'messages_processed_total',
      metric: counter({
        help: 'Messages processed',
        labels: { topic, status: { maxValues: 10 }, message_type: name },
      }),
    },
    duration: {
      name: 'processing_duration_seconds',
      metric: histogram({
        help: 'Time it takes to process a message',
        unit: 'seconds',
        labels: { topic },
        buckets,
      }),
    },
    errors: {
      name: 'errors_total',
      metric: counter({ help: 'Errors by type', labels: { error_type: name, component: name } }),
    },
  } as const;
}

/**
 * Messages of a stream that are processed, how long that takes, and errors by type and component, with a
 * dashboard. Recorded by `instrument(definition).messages`.
 *
 * @example
 * ```ts
 * import { defineMonitoring, messages } from '@telltale/sdk/define';
 *
 * const definition = defineMonitoring({
 *   service: 'enrichment',
 *   kits: [messages({ prefix: 'enrichment_service' })],
 * });
 * console.log(Object.keys(definition.metrics)[0]); // enrichment_service_messages_processed_total
 * ```
 */
export function messages<const Options extends MessagesOptions = Empty>(
  options?: Options & KnownFields<Options, MessagesOptions>,
): Kit<MessagesMetrics<Options>> {
  const view = given<Options>(options);
  const metrics = declareMessages(chosenBuckets(view, DEFAULT_BUCKETS));
  return viewedKit({ kit: 'messages', metrics, dashboards: messageDashboards }, view);
}

function messageDashboards(queries: RoleQueries): DashboardDeclarations {
  return {
    Messages: presentPanels({
      'Messages processed': queries.rate('processed', ['topic', 'status']),
      'Share that failed': queries.share('processed', { status: /fail.*|error.*/ }, ['topic']),
      'Median processing time': queries.quantile('duration', 0.5, ['topic']),
      '95th percentile of processing time': queries.quantile('duration', 0.95, ['topic']),
      Errors: queries.rate('errors', ['error_type', 'component']),
    }),
  };
}
