import type { JSX } from 'preact';
import { useStreamState } from '../data/station-context.ts';

/** Whether the page is live; while it is not, a banner says so over everything else. */
export function ConnectionState(): JSX.Element {
  const state = useStreamState();
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
      </div>
    </>
  );
}
