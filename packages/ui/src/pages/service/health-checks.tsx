import type { HealthCheckView } from '@telltale/station/contract';
import type { JSX } from 'preact';
import { HealthBadge } from '../../design/state-badge.tsx';

/** What the service says of its dependencies, the failing ones first. */
export function HealthChecks({ checks }: { readonly checks: readonly HealthCheckView[] }): JSX.Element {
  const sorted = checks.toSorted((a, b) => rank(a) - rank(b) || a.name.localeCompare(b.name));
  return (
    <section class="card" aria-labelledby="service-checks">
      <h2 class="card-title" id="service-checks">
        Health checks
      </h2>
      <ul class="checks">
        {sorted.map(({ name, isUp, isCritical }) => (
          <li key={name}>
            <HealthBadge health={isUp === null ? 'unknown' : isUp ? 'up' : 'down'} />
            <span class="check-name">{name}</span>
            <span class="check-note">{isCritical ? 'critical' : 'may be missing'}</span>
          </li>
        ))}
      </ul>
    </section>
  );
}

function rank({ isUp, isCritical }: HealthCheckView): number {
  if (isUp === false) return isCritical ? 0 : 1;
  return isUp === null ? 2 : 3;
}
