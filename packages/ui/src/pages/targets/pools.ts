import type { DiscoveryResponse, JobDiscoveryView, TargetView } from '@telltale/station/contract';
import type { PoolFold } from './view-state.ts';

/** The targets of a job, and how they are found. */
export interface Pool {
  readonly job: string;
  /** Those that the filters let through. */
  readonly shown: readonly TargetView[];
  readonly up: number;
  readonly down: number;
  readonly all: number;
  readonly discovery: JobDiscoveryView | undefined;
}

/** With more targets than this, jobs that are well are folded at first. */
const LISTED_TARGETS = 150;

/** All jobs that have something to show: those in trouble first, then by name. */
export function poolsOf(
  targets: readonly TargetView[],
  shown: readonly TargetView[],
  discovery: DiscoveryResponse | undefined,
  isFiltered: boolean,
): readonly Pool[] {
  const all = Map.groupBy(targets, ({ job }) => job);
  const visible = Map.groupBy(shown, ({ job }) => job);
  const found = new Map((discovery?.jobs ?? []).map((one) => [one.job, one]));
  // A job without any target is what somebody looks for who misses one.
  const jobs = isFiltered ? [...visible.keys()] : [...new Set([...all.keys(), ...found.keys()])];
  return jobs
    .map((job): Pool => {
      const own = all.get(job) ?? [];
      return {
        job,
        shown: visible.get(job) ?? [],
        up: own.filter(({ health }) => health === 'up').length,
        down: own.filter(({ health }) => health === 'down').length,
        all: own.length,
        discovery: found.get(job),
      };
    })
    .sort((a, b) => Number(isInTrouble(b)) - Number(isInTrouble(a)) || a.job.localeCompare(b.job));
}

/** Whether the targets of a job are listed: as chosen, or all of few, or where something is wrong. */
export function isPoolOpen(pool: Pool, chosen: PoolFold | undefined, shownTargets: number): boolean {
  if (chosen !== undefined) return chosen === 'open';
  return shownTargets <= LISTED_TARGETS || pool.shown.length === shownTargets || isInTrouble(pool);
}

/** Whether a target is down, or cannot be found. */
function isInTrouble({ down, discovery }: Pool): boolean {
  return (
    down > 0 ||
    (discovery !== undefined &&
      (discovery.fault !== '' || discovery.invalid > 0 || discovery.places.some(({ error }) => error !== '')))
  );
}

/** Such as `3 of 4 up, 2 dropped by relabelling`. */
export function poolWords({ up, all, discovery }: Pool): string {
  const dropped = discovery?.dropped ?? 0;
  return [
    all === 0 ? 'no targets' : `${up} of ${all} up`,
    ...(dropped > 0 ? [`${dropped} dropped by relabelling`] : []),
  ].join(', ');
}
