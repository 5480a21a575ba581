import type { JSX } from 'preact';
import { useNow, useResource, useStation } from '../../data/station-context.ts';
import { EmptyState } from '../../design/empty-state.tsx';
import { HealthBadge } from '../../design/state-badge.tsx';
import { formatAge } from '../../format/ages.ts';

/** Targets listed here; the targets page has them all. */
const LISTED_TARGETS = 12;

/** Health of the targets, the unhealthy first. */
export function TargetStrip(): JSX.Element {
  const targets = useResource(useStation().targets).data?.targets;
  const now = useNow();
  const sorted = [...(targets ?? [])].sort(
    (a, b) => a.health.localeCompare(b.health) || a.job.localeCompare(b.job),
  );
  return (
    <section class="card" aria-labelledby="strip-targets">
      <h2 class="card-title" id="strip-targets">
        <a href="/targets">Targets</a>
      </h2>
      {targets?.length === 0 && (
        <EmptyState title="No targets">
          <p>Start the station with --scrape HOST:PORT/metrics.</p>
        </EmptyState>
      )}
      <ul class="target-cells">
        {sorted.slice(0, LISTED_TARGETS).map((target) => (
          <li
            key={target.job + target.url}
            class={`target-cell is-${target.health}`}
            title={target.lastError || target.url}
          >
            <HealthBadge health={target.health} />
            <span class="target-job">{target.job}</span>
            <span class="target-instance">{target.instance}</span>
            <span class="target-age">{formatAge(target.lastScrapeMs, now)}</span>
          </li>
        ))}
      </ul>
      {sorted.length > LISTED_TARGETS && (
        <p class="card-foot">
          <a href="/targets">{sorted.length - LISTED_TARGETS} more</a>
        </p>
      )}
    </section>
  );
}
