import { join } from 'node:path';
import type { LogStore, TailSampling, TraceStore } from '@telltale/model';
import type { StoreNotice } from '@telltale/storage';
import { openLogStore, openTraceStore } from '@telltale/storage';

/** The stores of what is not metrics. */
export interface SignalStores {
  readonly logs: LogStore;
  readonly traces: TraceStore;
}

/** Where the stores are, and what they keep. */
export interface SignalStoreSettings {
  /** The station's; each store has a folder in it. */
  readonly dataFolder: string;
  readonly logs?: { readonly retentionMs?: number; readonly maxBytes?: number };
  readonly traces?: {
    readonly retentionMs?: number;
    readonly maxBytes?: number;
    readonly sampling?: TailSampling;
    readonly decisionDelayMs?: number;
  };
  readonly onNotice: (notice: StoreNotice) => void;
}

/**
 * Opens the stores of logs and traces, or neither.
 *
 * @throws TelltaleError `TT_DATA_FOLDER`, `TT_DATA_LOCKED`
 */
export async function openSignalStores(settings: SignalStoreSettings): Promise<SignalStores> {
  const { dataFolder, onNotice } = settings;
  const opening = {
    logs: openLogStore({ ...settings.logs, folder: join(dataFolder, 'logs'), onNotice }),
    traces: openTraceStore({ ...settings.traces, folder: join(dataFolder, 'traces'), onNotice }),
  };
  try {
    return { logs: await opening.logs, traces: await opening.traces };
  } catch (error) {
    for (const opened of await Promise.allSettled([opening.logs, opening.traces])) {
      if (opened.status === 'fulfilled') await opened.value.close();
    }
    throw error;
  }
}

/** Ends what is under way and closes both. */
export async function closeSignalStores({ logs, traces }: SignalStores): Promise<void> {
  await Promise.all([logs.close(), traces.close()]);
}
