import type { DiscoveryPlaceView } from '@telltale/station/contract';
import type { ComponentChildren, JSX } from 'preact';
import { useId } from 'preact/hooks';
import { Icon } from '../../design/icon.tsx';
import { StateBadge } from '../../design/state-badge.tsx';
import { Time } from '../../design/time.tsx';
import { formatSpan } from '../../format/ages.ts';
import { poolWords } from './pools.ts';
import type { Pool } from './pools.ts';

/** A job: how many of its targets are up, how they are found, and the targets themselves. */
export function PoolSection(props: {
  readonly pool: Pool;
  readonly isOpen: boolean;
  readonly onFold: (isOpen: boolean) => void;
  readonly children: ComponentChildren;
}): JSX.Element {
  const { pool, isOpen } = props;
  const bodyId = useId();
  return (
    <section class="pool">
      <h2 class="section-title">
        <button
          type="button"
          class="fold"
          aria-expanded={isOpen}
          aria-controls={bodyId}
          onClick={() => props.onFold(!isOpen)}
        >
          <Icon name="chevron" />
          {pool.job}
        </button>
        <span class="section-note">{poolWords(pool)}</span>
        {pool.down > 0 && <StateBadge icon="firing" word={`${pool.down} down`} tone="bad" />}
      </h2>
      <PoolFaults pool={pool} />
      <div id={bodyId} hidden={!isOpen}>
        {isOpen && props.children}
      </div>
    </section>
  );
}

/** Why targets are missing, and where they are looked for. */
function PoolFaults({ pool }: { readonly pool: Pool }): JSX.Element | null {
  const { discovery } = pool;
  if (discovery === undefined) return null;
  const { fault, invalid, invalidReason, places } = discovery;
  return (
    <>
      {fault !== '' && <p class="target-error">{fault}</p>}
      {invalid > 0 && (
        <p class="target-error">
          {invalid} cannot be scraped: {invalidReason}
        </p>
      )}
      {places.length > 0 && (
        <ul class="places" aria-label={`Where targets of ${pool.job} are looked for`}>
          {places.map((place) => (
            <PlaceItem key={`${place.mechanism} ${place.place}`} place={place} />
          ))}
        </ul>
      )}
    </>
  );
}

function PlaceItem({ place }: { readonly place: DiscoveryPlaceView }): JSX.Element {
  return (
    <li class="place">
      <span class="place-how">{place.mechanism}</span>
      <code>{place.place}</code>
      <span class="place-note">
        {place.targets} found, looked <Time atMs={place.lastRefreshMs} />, every {formatSpan(place.refreshMs)}
        {place.failures > 0 && `, ${place.failures} of ${place.refreshes} times in vain`}
      </span>
      {place.error !== '' && <span class="target-error">{place.error}</span>}
    </li>
  );
}
