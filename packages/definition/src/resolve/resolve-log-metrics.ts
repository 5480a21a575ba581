import { parseLogQuery } from '@telltale/model';
import { isMapping } from '../faults/shape.ts';
import type { FaultList } from '../faults/fault-list.ts';
import type { LogMetricDeclarations } from '../logs/log-metric.ts';
import type { ResolvedLogMetric } from '../resolved/resolved-log-metric.ts';

/** The metrics that come from logs, checked: their names, labels and buckets are checked as those of all metrics. */
export function resolveLogMetrics(
  metrics: LogMetricDeclarations | undefined,
  faults: FaultList,
): readonly ResolvedLogMetric[] {
  return Object.entries(metrics ?? {}).map(([name, declaration]): ResolvedLogMetric => {
    const path = `logs.metrics.${name}`;
    const { kind, help, unit, log, position, maxSeries } = declaration;
    const { query, labels, value, scale = 1 } = log;
    for (const [label, field] of Object.entries(labels)) {
      if (field === '')
        faults.add(`${path}.labels.${label}`, "write a field: 'service' or 'user.tenant'", position);
    }
    if (!Number.isFinite(scale) || scale <= 0)
      faults.add(`${path}.scale`, 'write a number above 0, such as 0.001', position);
    if (value === '' || (kind === 'histogram' && value === undefined))
      faults.add(`${path}.value`, 'name the field whose number is observed', position);
    return {
      name,
      kind,
      help,
      unit,
      labels,
      filter: faults.attempt(
        `${path}.query`,
        { kind: 'and', filters: [] },
        () => parseLogQuery(query),
        position,
      ),
      query,
      ...(value !== undefined && { value }),
      scale,
      ...(kind === 'histogram' && { buckets: declaration.buckets }),
      ...(maxSeries !== undefined && { maxSeries }),
    };
  });
}

/** Whether something was made by `logCounter` or `logHistogram`, with texts where texts belong. */
export function isLogMetric(declared: unknown): boolean {
  if (!isMapping(declared) || !isMapping(declared.log)) return false;
  const { query, labels, value, scale } = declared.log;
  if (typeof query !== 'string' || !isMapping(labels)) return false;
  if (value !== undefined && typeof value !== 'string') return false;
  if (scale !== undefined && typeof scale !== 'number') return false;
  return Object.values(labels).every((field) => typeof field === 'string');
}
