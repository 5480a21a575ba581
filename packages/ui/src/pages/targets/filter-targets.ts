import type { TargetView } from '@telltale/station/contract';
import type { TargetsState } from './view-state.ts';

const ORDER: Readonly<Record<TargetView['health'], number>> = { down: 0, unknown: 1, up: 2 };

/** Targets that the filters let through: the unhealthy first, then by job and instance. */
export function filterTargets(targets: readonly TargetView[], state: TargetsState): readonly TargetView[] {
  const wanted = state.search.trim().toLowerCase();
  return targets
    .filter((target) => state.health === 'all' || target.health === state.health)
    .filter((target) => wanted === '' || searchableText(target).includes(wanted))
    .sort(
      (a, b) =>
        ORDER[a.health] - ORDER[b.health] ||
        a.job.localeCompare(b.job) ||
        a.instance.localeCompare(b.instance, 'en', { numeric: true }),
    );
}

function searchableText(target: TargetView): string {
  const labels = Object.entries(target.labels).map(([name, value]) => `${name}=${value}`);
  return [target.job, target.instance, target.url, target.lastError, target.note ?? '', ...labels]
    .join('\n')
    .toLowerCase();
}
