import type { MetricMetadata } from '@telltale/model';
import type { TargetView } from '../contract.ts';
import type { ScrapedTarget } from '../dashboards/generated.ts';
import { isRecord, recordsOf, textOf, textsOf } from '../query/remote/json-record.ts';
import { readFamily } from '../query/remote/answer/read-metadata.ts';

/** Where the targets do not say. */
const USUAL_INTERVAL_MS = 15_000;

/** The metrics of each job, from `/api/v1/targets/metadata`. */
export function readFamilies(data: unknown, targets: readonly TargetView[]): readonly ScrapedTarget[] {
  const byJob = new Map<string, Map<string, MetricMetadata>>();
  for (const entry of recordsOf(data)) {
    const job = isRecord(entry['target']) ? textsOf(entry['target'])['job'] : undefined;
    if (job === undefined) continue;
    const families = byJob.get(job) ?? new Map<string, MetricMetadata>();
    byJob.set(job, families.set(textOf(entry, 'metric'), readFamily(entry)));
  }
  return [...byJob].map(([job, families]) => {
    const intervalMs = targets.find((target) => target.job === job)?.intervalMs || USUAL_INTERVAL_MS;
    return { job, intervalMs, families };
  });
}
