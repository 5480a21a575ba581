import { setTimeout as delay } from 'node:timers/promises';
import { TelltaleError } from '@telltale/model';
import type { LogRecord } from '@telltale/model';
import { isRecord } from '../server/ask-server.ts';
import { readEvents } from '../server/read-events.ts';

/** The longest that is waited before a station that went away is asked again. */
const MAX_WAIT_MS = 5000;
const FIRST_WAIT_MS = 500;

/** What is told while logs are followed. */
export interface FollowListener {
  /** The station answers; records that come from now on are told. Asked again after each time it was away. */
  onConnected(): Promise<void>;
  /** The oldest first. */
  onRecords(records: readonly LogRecord[]): Promise<void>;
  /** So many records were left out: they came faster than they could be sent or shown. */
  onDropped(count: number): void;
  /** The station is away; it is asked again. */
  onAway(reason: string): void;
}

/**
 * Follows the records of a query until the signal is aborted, whether the station is there or not.
 *
 * @throws TelltaleError for what the station refuses, and where it is not there at the beginning.
 */
export async function followLogs(
  address: string,
  query: string,
  listener: FollowListener,
  signal: AbortSignal,
): Promise<void> {
  const url = `${address}/api/telltale/logs/tail?${new URLSearchParams({ query }).toString()}`;
  let wasThere = false;
  for (let waitMs = FIRST_WAIT_MS; !signal.aborted; waitMs = Math.min(MAX_WAIT_MS, waitMs * 2)) {
    try {
      for await (const { event, data } of readEvents(url, signal)) {
        if (event === 'hello') {
          wasThere = true;
          waitMs = FIRST_WAIT_MS;
          await listener.onConnected();
        }
        // The station's contract says what they are.
        if (event === 'records') await listener.onRecords(JSON.parse(data) as readonly LogRecord[]);
        if (event === 'dropped') listener.onDropped(droppedOf(data));
      }
      if (!signal.aborted) listener.onAway('the station ended');
    } catch (error) {
      if (signal.aborted) return;
      const isRefused = error instanceof TelltaleError && error.code === 'TT_USAGE';
      if (isRefused || !wasThere) throw error;
      listener.onAway(error instanceof Error ? error.message : String(error));
    }
    await delay(waitMs, undefined, { signal }).catch(() => undefined);
  }
}

function droppedOf(data: string): number {
  const gap: unknown = JSON.parse(data);
  return isRecord(gap) ? Number(gap['dropped']) : 0;
}
