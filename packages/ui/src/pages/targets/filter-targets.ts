import type { TargetView } from '@telltale/station/contract';
import type { TargetsState } from './view-state.ts';

const ORDER: Readonly<Record<TargetView['health'], number>> = { down: 0, unknown: 1, up: 2 };

/** What targets are filtered by. */
export type TargetFilter = Pick<TargetsState, 'health' | 'search' | 'job'>;

/** Targets that the filters let through: the unhealthy first, then by job and instance. */
export function filterTargets(targets: readonly TargetView[], filter: TargetFilter): readonly TargetView[] {
  const wanted = filter.search.trim().toLowerCase();
  return targets
    .filter((target) => filter.health === 'all' || target.health === filter.health)
    .filter((target) => filter.job === '' || target.job === filter.job)
    .filter((target) => wanted === '' || searchableText(target).includes(wanted))
    .sort(
      (a, b) =>
        ORDER[a.health] - ORDER[b.health] ||
        a.job.localeCompare(b.job) ||
        a.instance.localeCompare(b.instance, 'en', { numeric: true }),
    );
}

/** How urgently a target wants to be looked at, the most first. */
export function rankOfHealth({ health }: TargetView): number {
  return ORDER[health];
}

function searchableText(target: TargetView): string {
  const labels = Object.entries(target.labels).map(([name, value]) => `${name}=${value}`);
  return [target.job, target.instance, target.url, target.lastError, target.note ?? '', ...labels]
    .join('\n')
    .toLowerCase();
}
