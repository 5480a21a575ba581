import type { MonitoringDefinition } from '../monitoring/monitoring-definition.ts';
import type { ResolvedExporter } from '../resolved.ts';
import type { FaultList } from '../faults/fault-list.ts';

/** The exporters; one whose name a target already has is a fault. */
export function resolveExporters(
  { exporters, targets }: MonitoringDefinition,
  faults: FaultList,
): readonly ResolvedExporter[] {
  const jobs = new Set(Object.keys(targets));
  return exporters.map(({ pack, job, image, port, version, documented }) => {
    if (jobs.has(job))
      faults.add('exporters', `there is already a target '${job}': give the exporter another job`);
    jobs.add(job);
    return { pack, job, image, port, version, documented };
  });
}
