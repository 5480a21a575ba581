import type { ServiceMapResponse } from '@telltale/station/contract';
import type { JSX } from 'preact';
import { useRemote, useStation } from '../../data/station-context.ts';
import { boundsOf } from '../../data/time-range.ts';
import { EmptyState } from '../../design/empty-state.tsx';
import { ErrorState } from '../../design/error-state.tsx';
import { PageHead } from '../../design/page-head.tsx';
import { Segmented } from '../../design/segmented.tsx';
import { Skeleton } from '../../design/skeleton.tsx';
import { TooMuch } from '../../design/too-much.tsx';
import { useKeys } from '../../navigation/keys.tsx';
import { useTime } from '../../navigation/time.tsx';
import { useUrlState } from '../../navigation/url-state.ts';
import { CallTable } from './call-table.tsx';
import { MapDetails } from './map-details.tsx';
import './map.css';
import { MapPicture } from './map-picture.tsx';
import { mapCodec } from './view-state.ts';

/** More could not be told apart. */
const MOST_NODES = 80;

/** The page of who calls whom, how often, how well and how fast. */
export function MapPage(): JSX.Element {
  const [state, setState] = useUrlState(mapCodec);
  const { range, window, words } = useTime();
  const { nowMs } = useStation();
  const { data, error, refresh } = useRemote(
    ['service-map', range, range.kind === 'last' ? window.endMs : 0],
    (api, signal) => api.traces.map(boundsOf(range, nowMs()), signal),
    { isLive: false, keepsPrevious: true },
  );
  const toggle = (): void => setState({ ...state, view: state.view === 'map' ? 'table' : 'map' }, 'push');
  useKeys([{ keys: 'v', title: 'Map or table', group: 'This page', run: toggle }]);
  const services = data?.nodes.filter(({ isPeer }) => !isPeer).length ?? 0;
  return (
    <div class="service-map">
      <PageHead
        title="Service map"
        summary={data && `${services} ${services === 1 ? 'service' : 'services'}, ${words}`}
      >
        <Segmented
          label="View"
          value={state.view}
          onChange={(view) => setState({ ...state, view }, 'push')}
          segments={[
            { value: 'map', label: 'Map' },
            { value: 'table', label: 'Table' },
          ]}
        />
      </PageHead>
      {data === undefined && error === '' && <Skeleton label="Loading the map" lines={8} />}
      {data === undefined && error !== '' && (
        <ErrorState title="The map could not be loaded" error={error} onRetry={refresh} />
      )}
      {data?.nodes.length === 0 && (
        <EmptyState title={`No service has sent spans (${words})`}>
          <p>
            The map comes from traces. Send spans by OTLP to <code>{location.origin}/v1/traces</code>, or
            choose more time.
          </p>
        </EmptyState>
      )}
      {data !== undefined && data.nodes.length > 0 && <ShownMap map={data} />}
    </div>
  );
}

function ShownMap({ map }: { readonly map: ServiceMapResponse }): JSX.Element {
  const [state, setState] = useUrlState(mapCodec);
  const nodes = map.nodes.slice(0, MOST_NODES);
  const names = new Set(nodes.map(({ service }) => service));
  const shown = {
    nodes,
    edges: map.edges.filter(({ caller, callee }) => names.has(caller) && names.has(callee)),
  };
  const node = map.nodes.find(({ service }) => service === state.service);
  return (
    <>
      {map.nodes.length > MOST_NODES && state.view === 'map' && (
        <TooMuch title={`The ${MOST_NODES} busiest of ${map.nodes.length} services are shown`}>
          The table has all of them.
        </TooMuch>
      )}
      <div class={node ? 'map-columns has-details' : 'map-columns'}>
        {state.view === 'map' ? <MapPicture map={shown} /> : <CallTable map={map} />}
        {node && (
          <MapDetails
            map={map}
            node={node}
            callee={state.callee}
            onClose={() => setState({ ...state, service: undefined, callee: undefined }, 'push')}
          />
        )}
      </div>
    </>
  );
}
