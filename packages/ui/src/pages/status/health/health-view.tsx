import type { StatusResponse } from '@telltale/station/contract';
import type { JSX } from 'preact';
import { EnvelopeBars } from './envelope-bars.tsx';
import { Glance } from './glance.tsx';
import { OwnFigures } from './own-figures.tsx';

/** How the station does: what it is, how much of what it bears is used, and its own figures. */
export function HealthView({ status }: { readonly status: StatusResponse }): JSX.Element {
  return (
    <>
      <Glance status={status} />
      <EnvelopeBars envelope={status.envelope} />
      <OwnFigures isRemote={status.remote !== null} />
    </>
  );
}
