import type { StationEvent } from '@telltale/station/contract';

/** Whether events arrive; `paused` while the page is hidden. */
export type StreamState =
  | { readonly kind: 'connecting' }
  | { readonly kind: 'open' }
  | { readonly kind: 'paused' }
  | {
      readonly kind: 'lost';
      readonly sinceMs: number;
      /** When it is tried again. */
      readonly retryAtMs: number;
    };

/** The page's one connection for pushed events. */
export interface EventStream {
  readonly state: () => StreamState;
  readonly subscribe: (listener: () => void) => () => void;
  /** Tries at once to connect again, where the connection is lost. */
  readonly retry: () => void;
  readonly close: () => void;
}

const EVENT_NAMES: Readonly<Record<StationEvent, true>> = {
  hello: true,
  alerts: true,
  targets: true,
  dashboards: true,
  notifications: true,
  silences: true,
  proofs: true,
  annotations: true,
};
const FIRST_RETRY_MS = 1000;
const MAX_RETRY_MS = 15_000;

/** Opens the event stream and keeps it open while the page can be seen, until it is closed. */
export function openEventStream(onEvent: (event: StationEvent) => void): EventStream {
  const listeners = new Set<() => void>();
  let state: StreamState = { kind: 'connecting' };
  let source: EventSource | undefined;
  let retryTimer: ReturnType<typeof setTimeout> | undefined;
  let failures = 0;

  const setState = (next: StreamState): void => {
    state = next;
    for (const listener of listeners) listener();
  };
  const disconnect = (): void => {
    clearTimeout(retryTimer);
    source?.close();
    source = undefined;
  };
  const onLost = (): void => {
    disconnect();
    const delayMs = Math.min(MAX_RETRY_MS, FIRST_RETRY_MS * 2 ** failures);
    failures++;
    const sinceMs = state.kind === 'lost' ? state.sinceMs : Date.now();
    setState({ kind: 'lost', sinceMs, retryAtMs: Date.now() + delayMs });
    retryTimer = setTimeout(connect, delayMs);
  };
  const connect = (): void => {
    disconnect();
    source = new EventSource('/api/telltale/events');
    source.addEventListener('open', () => {
      failures = 0;
      setState({ kind: 'open' });
    });
    // The browser's own trials are not told to the page; ours are, with the time until the next.
    source.addEventListener('error', onLost);
    for (const event of Object.keys(EVENT_NAMES) as StationEvent[]) {
      source.addEventListener(event, () => onEvent(event));
    }
  };
  const onVisibility = (): void => {
    if (document.visibilityState === 'visible') {
      if (state.kind === 'paused') setState({ kind: 'connecting' });
      connect();
      return;
    }
    disconnect();
    if (state.kind !== 'lost') setState({ kind: 'paused' });
  };

  document.addEventListener('visibilitychange', onVisibility);
  connect();
  return {
    state: () => state,
    retry: () => {
      if (state.kind === 'lost') connect();
    },
    subscribe: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    close: () => {
      document.removeEventListener('visibilitychange', onVisibility);
      disconnect();
    },
  };
}
