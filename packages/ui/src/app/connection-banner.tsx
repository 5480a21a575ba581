import type { JSX } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import { useResource, useStation, useStreamState } from '../data/station-context.ts';
import { formatMoment } from '../format/times.ts';

/** Shorter interruptions, such as a restart of the station, are not worth a banner. */
const PATIENCE_MS = 1500;

/** Says that the station is gone, since when, and when it is tried again; goes away by itself. */
export function ConnectionBanner(): JSX.Element {
  const { events } = useStation();
  const state = useStreamState();
  const failure = useRefreshFailure();
  const now = useTicks(state.kind === 'lost');
  const isGone = state.kind === 'lost' && now - state.sinceMs >= PATIENCE_MS;
  return (
    <>
      <div role="status" class="banner-place">
        {isGone && (
          <div class="banner">
            <p>
              <strong>The station does not answer.</strong> What you see is of{' '}
              {formatMoment(state.sinceMs, now)}; it goes on by itself.
            </p>
            <span class="banner-retry" aria-hidden="true">
              Next try in {Math.max(0, Math.ceil((state.retryAtMs - now) / 1000))} s
            </span>
            <button type="button" class="button" onClick={events.retry}>
              Try now
            </button>
          </div>
        )}
        {state.kind === 'open' && failure !== '' && (
          <div class="banner">
            <p>
              <strong>Some of this is the last known state:</strong> asking for it anew failed ({failure}).
            </p>
          </div>
        )}
      </div>
    </>
  );
}

/** Whether the page is live, in a word. */
export function ConnectionWord(): JSX.Element {
  const { kind } = useStreamState();
  const words = { open: 'Live', connecting: 'Connecting', paused: 'Paused', lost: 'No connection' } as const;
  return (
    <p class={`connection is-${kind}`} title={words[kind]}>
      <span class="connection-dot" aria-hidden="true" />
      <span class="connection-word">{words[kind]}</span>
    </p>
  );
}

/** The browser's time, renewed each second while it matters. */
function useTicks(isRunning: boolean): number {
  const [now, setNow] = useState(Date.now);
  useEffect(() => {
    setNow(Date.now());
    if (!isRunning) return;
    const timer = setInterval(() => setNow(Date.now()), 500);
    return () => clearInterval(timer);
  }, [isRunning]);
  return now;
}

/** Why alerts or targets that were shown before could not be asked for again; empty when they could. */
function useRefreshFailure(): string {
  const station = useStation();
  const resources = [useResource(station.alerts), useResource(station.targets)];
  return resources.find(({ data, error }) => data !== undefined && error !== '')?.error ?? '';
}
