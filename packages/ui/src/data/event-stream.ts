import type { StationEvent } from '@telltale/station/contract';

/** `lost` means that the station was connected before, or could not be reached, and is being retried. */
export type StreamState = 'connecting' | 'open' | 'lost';

/** The page's one connection for pushed events. */
export interface EventStream {
  readonly state: () => StreamState;
  readonly subscribe: (listener: () => void) => () => void;
  readonly close: () => void;
}

const EVENTS: readonly StationEvent[] = ['hello', 'alerts', 'targets', 'dashboards', 'notifications'];
const RETRY_MS = 3000;

/** Opens the event stream and keeps it open until it is closed. */
export function openEventStream(onEvent: (event: StationEvent) => void): EventStream {
  const listeners = new Set<() => void>();
  let state: StreamState = 'connecting';
  let source: EventSource | undefined;
  let retry: ReturnType<typeof setTimeout> | undefined;

  const setState = (next: StreamState): void => {
    if (state === next) return;
    state = next;
    for (const listener of listeners) listener();
  };
  const connect = (): void => {
    source = new EventSource('/api/telltale/events');
    source.addEventListener('open', () => setState('open'));
    source.addEventListener('error', () => {
      setState('lost');
      // After an HTTP error the browser gives up; after a cut connection it retries by itself.
      if (source?.readyState === EventSource.CLOSED) retry = setTimeout(connect, RETRY_MS);
    });
    for (const event of EVENTS) source.addEventListener(event, () => onEvent(event));
  };

  connect();
  return {
    state: () => state,
    subscribe: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    close: () => {
      clearTimeout(retry);
      source?.close();
    },
  };
}
