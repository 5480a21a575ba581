import type { Clock } from '@telltale/model';
import type { RemoteServer } from '../query/remote/server/remote-server.ts';
import type { StationJob } from '../feature.ts';

const INTERVAL_MS = 15_000;
const TIMEOUT_MS = 10_000;
/** Costs the server nothing, and every server answers it. */
const PROBE = new URLSearchParams({ query: 'vector(1)' });

/** What {@link watchRemote} takes. */
export interface RemoteWatchOptions {
  readonly server: RemoteServer;
  readonly clock: Clock;
  /** Told when the server goes away, and when it is back. */
  readonly log: (line: string) => void;
}

/** Asks the server again and again whether it is there, so that its state is known when nobody looks at a page. */
export function watchRemote({ server, clock, log }: RemoteWatchOptions): StationJob {
  const controller = new AbortController();
  let cancel: (() => void) | undefined;
  let wasUp = true;
  const probe = async (): Promise<void> => {
    const { signal } = controller;
    // What it ends with is in the figures.
    await server
      .ask({ path: 'query', parameters: PROBE, timeoutMs: TIMEOUT_MS, isProbe: true, signal })
      .catch(() => undefined);
    if (signal.aborted) return;
    const { host, isUp = false, lastError } = server.figures();
    if (isUp !== wasUp) log(isUp ? `${host} answers again.` : `Nothing can be read: ${lastError}`);
    wasUp = isUp;
    cancel = clock.after(INTERVAL_MS, () => void probe());
  };
  return {
    name: 'remote',
    start: () => void probe(),
    stop: () => {
      controller.abort();
      cancel?.();
    },
  };
}
