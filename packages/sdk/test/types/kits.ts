/*
 * Mistakes in the views of kits and in what records into them that the compiler must find. This file is
 * compiled, never run: each `@ts-expect-error` fails the compilation where the mistake is accepted.
 */
import { createRegistry, instrument } from '@telltale/sdk';
import { ai, cache, database, defineMonitoring, messages, nodeRuntime, task } from '@telltale/sdk/define';

const t = instrument(
  defineMonitoring({
    service: 'cad',
    kits: [
      task({
        names: { total: 'extraction_tasks_total', retries: false },
        labels: { type: 'task_type', queue: false },
        types: ['pdf', 'dxf'],
      }),
      messages({ prefix: 'ingest' }),
      nodeRuntime({ names: { residentMemory: 'memory_usage_bytes' } }),
      database({ labels: { table: false } }),
      ai({ models: ['small', 'large'] }),
    ],
    alerts: (m) => {
      m.extraction_tasks_total.where({ task_type: 'dxf', status: 'failure' });
      // @ts-expect-error a type that is not listed
      m.extraction_tasks_total.where({ task_type: 'doc' });
      return {};
    },
  }),
);

t.metrics.extraction_tasks_total.with({ task_type: 'dxf', status: 'success' }).inc();
t.metrics.task_duration_seconds.observe({ task_type: 'pdf' }, 3);
t.metrics.task_queue_depth.set(3);
t.metrics.ingest_errors_total.inc({ error_type: 'a', component: 'b' });
t.metrics.memory_usage_bytes.set(1);
t.metrics.db_query_duration_seconds.observe({ operation: 'select' }, 0.1);
t.metrics.ai_requests_total.inc({ model: 'small', provider: 'own', status: 'success' });

// @ts-expect-error a type that is not listed
t.metrics.extraction_tasks_total.with({ task_type: 'doc', status: 'success' });
// @ts-expect-error the label has another name
t.metrics.task_duration_seconds.observe({ type: 'pdf' }, 3);
// @ts-expect-error the metric has another name
t.metrics.tasks_total.inc();
// @ts-expect-error the metric is left out
t.metrics.task_retries_total.inc();
// @ts-expect-error the label is left out
t.metrics.db_query_duration_seconds.observe({ operation: 'select', table: 'a' }, 0.1);
// @ts-expect-error a model that is not listed
t.metrics.ai_requests_total.inc({ model: 'huge', provider: 'own', status: 'success' });
// @ts-expect-error a role that the kit does not have
cache({ names: { hit: 'cache_hits_total' } });
// @ts-expect-error a label role that the kit does not have
cache({ labels: { name: 'cache' } });
// @ts-expect-error an option that the kit does not have
cache({ bucket: [1] });

/** The registry is there for programs without a definition. */
export const registry = createRegistry();
