import type { Workspace } from './workspace.ts';

/** How often Prometheus evaluates rules where its configuration says nothing. */
const DEFAULT_INTERVAL_MS = 60_000;

/** How often targets are scraped and rules evaluated, as far as configurations are in sight. */
export interface Intervals {
  /** The shortest scrape interval of a job, or of all jobs; absent where no configuration is in sight. */
  readonly scrapeMs: (job?: string) => number | undefined;
  /** The longest interval of evaluation; absent where no configuration is in sight. */
  readonly evaluationMs: number | undefined;
}

/** Reads the intervals of every configuration and definition. */
export function intervalsOf({ prometheusConfigs, definitions }: Workspace): Intervals {
  const jobs: { readonly job: string; readonly ms: number }[] = [];
  const evaluations: number[] = [];
  for (const { global, scrapeConfigs } of prometheusConfigs) {
    const usualMs = global.scrapeIntervalMs ?? DEFAULT_INTERVAL_MS;
    for (const { jobName, scrapeIntervalMs = usualMs } of scrapeConfigs)
      jobs.push({ job: jobName, ms: scrapeIntervalMs });
    evaluations.push(global.evaluationIntervalMs ?? DEFAULT_INTERVAL_MS);
  }
  for (const { resolved } of definitions) {
    for (const { job, intervalMs } of resolved.targets) jobs.push({ job, ms: intervalMs });
    evaluations.push(resolved.evaluationIntervalMs);
  }
  return {
    scrapeMs(job) {
      const own = jobs.filter((one) => one.job === job);
      const intervals = (own.length > 0 ? own : jobs).map(({ ms }) => ms);
      return intervals.length === 0 ? undefined : Math.min(...intervals);
    },
    evaluationMs: evaluations.length === 0 ? undefined : Math.max(...evaluations),
  };
}
