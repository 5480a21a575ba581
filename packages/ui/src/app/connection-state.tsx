import type { JSX } from 'preact';
import { useResource, useStation, useStreamState } from '../data/station-context.ts';

/** Whether the page is live; while it is not, a banner says so over everything else. */
export function ConnectionState(): JSX.Element {
  const state = useStreamState();
  const failure = useRefreshFailure();
  const words = { open: 'Live', connecting: 'Connecting', lost: 'Paused' } as const;
  return (
    <>
      <p class={`connection is-${state}`}>
        <span class="connection-dot" aria-hidden="true" />
        {words[state]}
      </p>
      <div role="status">
        {state === 'lost' && (
          <p class="banner">
            Paused: the station does not answer. Reconnecting; what you see is the last known state.
          </p>
        )}
        {state !== 'lost' && failure !== '' && (
          <p class="banner">
            Some of what you see is the last known state: asking for it anew failed ({failure}).
          </p>
        )}
      </div>
    </>
  );
}

/** Why alerts or targets that were shown before could not be asked for again; empty when they could. */
function useRefreshFailure(): string {
  const station = useStation();
  const resources = [useResource(station.alerts), useResource(station.targets)];
  return resources.find(({ data, error }) => data !== undefined && error !== '')?.error ?? '';
}
