import type { DashboardDeclarations } from '../dashboards/dashboard-declaration.ts';
import { counter } from '../metrics/declaration.ts';
import type { Empty } from '../metrics/empty.ts';
import { given } from '../options/given.ts';
import type { Kit } from './kit.ts';
import type { RoleQueries } from './role-queries.ts';
import { presentPanels } from './role-queries.ts';
import type { KitNaming, KnownFields, ViewedMetrics } from './viewed-kit.ts';
import { viewedKit } from './viewed-kit.ts';

/** Roles of the metrics of the file kit. */
export type FileRole = 'bytes' | 'operations' | 'storageBytes';

/** What {@link files} takes. */
export type FilesOptions = KitNaming<FileRole, 'direction'>;

/** The metrics of the file kit under their names. */
export type FilesMetrics<Options extends FilesOptions> = ViewedMetrics<
  ReturnType<typeof declareFiles>,
  Options
>;

function declareFiles() {
  const labels = { direction: ['read', 'write'] } as const;
  return {
    bytes: {
      name: 'file_io_bytes_total',
      metric: counter({
        help: 'Bytes that the process read and wrote, pipes and sockets included',
        unit: 'bytes',
        labels,
      }),
    },
    operations: {
      name: 'file_io_operations_total',
      metric: counter({ help: 'Reads and writes of the process', labels }),
    },
    storageBytes: {
      name: 'file_io_storage_bytes_total',
      metric: counter({
        help: 'Bytes that the process made the storage read and write, without what was cached',
        unit: 'bytes',
        labels,
      }),
    },
  } as const;
}

/**
 * What the process reads and writes, as the operating system counts it, with a dashboard. Recorded by
 * `instrument(definition)`; bytes on Linux only.
 *
 * @example
 * ```ts
 * import { defineMonitoring, files } from '@telltale/sdk/define';
 *
 * const definition = defineMonitoring({ service: 'cad', kits: [files()] });
 * console.log(definition.metrics.file_io_bytes_total.labels.direction.join()); // read,write
 * ```
 */
export function files<const Options extends FilesOptions = Empty>(
  options?: Options & KnownFields<Options, FilesOptions>,
): Kit<FilesMetrics<Options>> {
  const view = given<FilesOptions>(options);
  return viewedKit({ kit: 'files', metrics: declareFiles(), dashboards: fileDashboards }, view as Options);
}

function fileDashboards(queries: RoleQueries): DashboardDeclarations {
  return {
    'File I/O': presentPanels({
      Bytes: queries.rate('bytes', ['direction']),
      Operations: queries.rate('operations', ['direction']),
      'Bytes of the storage': queries.rate('storageBytes', ['direction']),
    }),
  };
}
