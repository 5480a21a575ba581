import type { ServiceView } from '@telltale/station/contract';
import type { JSX } from 'preact';
import { Time } from '../../design/time.tsx';

/** Instances, owner and last deployment in one line. */
export function ServiceFacts({ service }: { readonly service: ServiceView }): JSX.Element {
  const { instances, owner, lastDeployment } = service;
  return (
    <span class="service-facts">
      <span>{instances.all === 0 ? 'no instance' : `${instances.up} of ${instances.all} up`}</span>
      {owner !== '' && <span>{owner}</span>}
      {lastDeployment !== null && (
        <span>
          {lastDeployment.version}, <Time atMs={lastDeployment.atMs} />
        </span>
      )}
    </span>
  );
}
