import type { LogRecord, LogTailEvent, LogTailGap } from '@telltale/station/contract';

/** Whether lines come in: `hidden` while nobody can see the page, `lost` while the station does not answer. */
export type TailState = 'connecting' | 'open' | 'hidden' | 'lost';

/** What a tail tells. */
export interface TailListener {
  readonly onState: (state: TailState) => void;
  /** It follows from now on, for the first time or again: what came before has to be asked for. */
  readonly onFollow: () => void;
  /** The oldest first. */
  readonly onRecords: (records: readonly LogRecord[]) => void;
  /** So many are missing. */
  readonly onDropped: (count: number) => void;
}

const FIRST_RETRY_MS = 1000;
const MAX_RETRY_MS = 15_000;

/**
 * Follows the logs at an address until it is closed. While the page is hidden nothing is followed, which costs neither
 * the browser nor the station anything; it goes on when the page is seen again.
 *
 * @returns Ends it.
 */
export function followLogs(address: string, listener: TailListener): () => void {
  let source: EventSource | undefined;
  let retryTimer: ReturnType<typeof setTimeout> | undefined;
  let failures = 0;
  const disconnect = (): void => {
    clearTimeout(retryTimer);
    source?.close();
    source = undefined;
  };
  const onLost = (): void => {
    disconnect();
    listener.onState('lost');
    retryTimer = setTimeout(connect, Math.min(MAX_RETRY_MS, FIRST_RETRY_MS * 2 ** failures));
    failures++;
  };
  const connect = (): void => {
    disconnect();
    listener.onState('connecting');
    source = new EventSource(address);
    on(source, 'hello', () => {
      failures = 0;
      listener.onState('open');
      listener.onFollow();
    });
    on(source, 'records', (data) => listener.onRecords(JSON.parse(data) as readonly LogRecord[]));
    on(source, 'dropped', (data) => listener.onDropped((JSON.parse(data) as LogTailGap).dropped));
    // The browser's own trials are not told to the page.
    source.addEventListener('error', onLost);
  };
  const onVisibility = (): void => {
    if (document.visibilityState === 'visible') return connect();
    disconnect();
    listener.onState('hidden');
  };
  document.addEventListener('visibilitychange', onVisibility);
  onVisibility();
  return () => {
    document.removeEventListener('visibilitychange', onVisibility);
    disconnect();
  };
}

function on(source: EventSource, event: LogTailEvent, listener: (data: string) => void): void {
  source.addEventListener(event, ({ data }: MessageEvent<string>) => listener(data));
}
