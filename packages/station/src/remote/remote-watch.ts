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
  /** Called when the server answers for the first time, and when it is back. */
  readonly onUp: () => Promise<void>;
}

/** Asks the server again and again whether it is there, so that its state is known when nobody looks at a page. */
export function watchRemote({ server, clock, log, onUp }: RemoteWatchOptions): StationJob {
  const controller = new AbortController();
  let cancel: (() => void) | undefined;
  let wasUp: boolean | undefined;
  const probe = async (): Promise<void> => {
    const { signal } = controller;
    // What it ends with is in the figures.
    await server
      .ask({ path: 'query', parameters: PROBE, timeoutMs: TIMEOUT_MS, isProbe: true, signal })
      .catch(() => undefined);
    if (signal.aborted) return;
    const { host, isUp = false, lastError } = server.figures();
    if (wasUp === false && isUp) log(`${host} answers again.`);
    if (wasUp !== false && !isUp) log(`Nothing can be read: ${lastError}`);
    if (!wasUp && isUp) await onUp().catch(() => undefined);
    wasUp = isUp;
    if (!signal.aborted) cancel = clock.after(INTERVAL_MS, () => void probe());
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
