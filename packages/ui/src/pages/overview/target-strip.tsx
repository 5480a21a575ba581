import type { TargetView } from '@telltale/station/contract';
import type { JSX } from 'preact';
import { useResource, useStation } from '../../data/station-context.ts';
import { EmptyState } from '../../design/empty-state.tsx';
import { HealthBadge } from '../../design/state-badge.tsx';
import { Time } from '../../design/time.tsx';
import { useHref } from '../../navigation/links.ts';

/** Targets listed here; the targets page has them all. */
const LISTED_TARGETS = 6;

/** Targets that are not well; that all are is one sentence. */
export function TargetStrip(): JSX.Element {
  const targets = useResource(useStation().targets).data?.targets;
  const hrefOf = useHref();
  const href = hrefOf({ page: 'targets' });
  const unwell = (targets ?? [])
    .filter(({ health }) => health !== 'up')
    .toSorted((a, b) => a.health.localeCompare(b.health) || a.job.localeCompare(b.job));
  return (
    <section class="card" aria-labelledby="strip-targets">
      <h2 class="card-title" id="strip-targets">
        <a href={href}>Targets</a>
      </h2>
      {targets?.length === 0 && (
        <EmptyState title="No targets">
          <p>Start the station with --scrape HOST:PORT/metrics.</p>
        </EmptyState>
      )}
      {targets !== undefined && targets.length > 0 && unwell.length === 0 && (
        <p class="card-quiet">
          {targets.length === 1 ? 'The target is up.' : `All ${targets.length} targets are up.`}
        </p>
      )}
      <ul class="target-cells">
        {unwell.slice(0, LISTED_TARGETS).map((target) => (
          <TargetCell key={target.job + target.url} target={target} />
        ))}
      </ul>
      {unwell.length > LISTED_TARGETS && (
        <p class="card-foot">
          <a href={href}>{unwell.length - LISTED_TARGETS} more that are not up</a>
        </p>
      )}
    </section>
  );
}

function TargetCell({ target }: { readonly target: TargetView }): JSX.Element {
  return (
    <li class={`target-cell is-${target.health}`}>
      <HealthBadge health={target.health} />
      <span class="target-job">{target.job}</span>
      <span class="target-instance">{target.instance}</span>
      <span class="target-age">
        <Time atMs={target.lastScrapeMs} />
      </span>
      {target.lastError !== '' && <span class="target-error">{target.lastError}</span>}
    </li>
  );
}
