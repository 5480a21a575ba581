import { database } from '../../kits/database.ts';
import { files } from '../../kits/files.ts';
import { nodeRuntime } from '../../kits/node-runtime.ts';
import { counter, gauge, histogram } from '../../metrics/declaration.ts';
import type { LabelSpec } from '../../metrics/label-spec.ts';
import { createCatalogue } from '../../query/catalogue.ts';

/** Seconds; from a small table to half an hour. */
const DURATION_BUCKETS = [1, 2.5, 5, 10, 30, 60, 120, 300, 600, 1800] as const;

/** Types of components where they are not listed. */
export const OPEN_TYPE = { maxValues: 100 } as const;

/** Reasons of errors where they are not listed. */
export const OPEN_ERROR = { maxValues: 50 } as const;

/** The metrics of a migration, with its types of components and its reasons of errors. */
// The result's type is asked for by these parameters.
// oxlint-disable-next-line typescript/no-unnecessary-type-parameters
export function migrationMetrics<const Types extends LabelSpec, const Errors extends LabelSpec>(
  type: Types,
  errorType: Errors,
) {
  return {
    components_processed_total: counter({ help: 'Total number of components processed', labels: { type } }),
    migration_success_total: counter({ help: 'Total number of successful migrations' }),
    migration_errors_total: counter({
      help: 'Total number of migration errors',
      labels: { error_type: errorType },
    }),
    migration_recovery_attempts_total: counter({ help: 'Attempts to go on after a failure' }),
    migration_duration_seconds: histogram({
      help: 'Time spent on migration operations',
      unit: 'seconds',
      labels: { type },
      buckets: DURATION_BUCKETS,
    }),
    mapping_confidence: histogram({
      help: 'Distribution of mapping confidence scores',
      unit: 'ratio',
      buckets: [0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 1],
    }),
    migration_last_success_timestamp_seconds: gauge({
      help: 'When a migration was last completed, as Unix time',
      unit: 'seconds',
      aggregate: 'max',
    }),
  } as const;
}

/** Memory and CPU, file I/O, and how many connections there are. */
export function migrationKits() {
  return [
    nodeRuntime({
      names: { residentMemory: 'memory_usage_bytes' },
      help: { residentMemory: 'Current memory usage' },
    }),
    files(),
    database({
      names: {
        connections: 'database_connections',
        duration: false,
        errors: false,
        idle: false,
        waiting: false,
        limit: false,
      },
      labels: { database: false },
      help: { connections: 'Current number of database connections' },
    }),
  ] as const;
}

/** What alerts and panels are made of: the names do not depend on the options. */
export type MigrationQueries = ReturnType<typeof migrationQueries>;

/** The queries of alerts and panels. */
export function migrationQueries() {
  const [runtime, fileIo, pool] = migrationKits();
  return createCatalogue({
    ...migrationMetrics(OPEN_TYPE, OPEN_ERROR),
    ...runtime.metrics,
    ...fileIo.metrics,
    ...pool.metrics,
  });
}
