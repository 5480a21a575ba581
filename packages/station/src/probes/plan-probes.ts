import type { ResolvedBlackboxProbe, ResolvedTarget } from '@telltale/definition';
import { LabelSet } from '@telltale/model';
import type { PlannedTarget, TargetPlan } from '../scrape/plan/plan-targets.ts';
import type { ScrapeTarget } from '../scrape/scrape-target.ts';
import { scrapeOptionsOf } from '../scrape/scrape-target.ts';

/** The probes of a job as targets, each with its address as `instance` and its name as `probe`. */
export function planProbes(job: ResolvedTarget, probes: readonly ResolvedBlackboxProbe[]): TargetPlan {
  const { access: _access, ...options } = scrapeOptionsOf(job);
  return {
    active: probes.map((probe) => planned({ job, probe, options })),
    dropped: [],
    droppedCount: 0,
    invalidCount: 0,
    invalidReason: '',
    fault: '',
  };
}

function planned(given: {
  readonly job: ResolvedTarget;
  readonly probe: ResolvedBlackboxProbe;
  readonly options: Omit<ReturnType<typeof scrapeOptionsOf>, 'access'>;
}): PlannedTarget {
  const { probe, options } = given;
  const { job } = given.job;
  const { name, address, intervalMs, timeoutMs } = probe;
  const labels = { ...given.job.labels, ...probe.labels, probe: name, job, instance: address };
  const url = probe.kind === 'http' ? address : `${probe.tls ? 'tls' : 'tcp'}://${address}`;
  const target: ScrapeTarget = {
    ...options,
    job,
    instance: address,
    url,
    intervalMs,
    timeoutMs,
    labels,
    probe,
  };
  return { target, discovered: LabelSet.of(labels) };
}
