import { join } from 'node:path';
import type { ResolvedClickHouse, ResolvedForward } from '@telltale/definition';
import type { LogStore, TailSampling, TraceStore } from '@telltale/model';
import { systemClock } from '@telltale/model';
import type { StoreNotice } from '@telltale/storage';
import type { RetentionLimits } from '@telltale/storage';
import { openLogStore, openTraceStore } from '@telltale/storage';
import { parseClickHouseUrl } from '../clickhouse/clickhouse-settings.ts';
import type { Forwarders } from '../forward/create-forwarders.ts';
import { createForwarders } from '../forward/create-forwarders.ts';
import type { ForwardedStore } from '../forward/metrics/open-metrics-forwarders.ts';
import { forwardingWriter } from '../forward/forwarding-writer.ts';
import type { SignalWriters } from './intake.ts';
import { TracesOnDemand } from './traces-on-demand.ts';

/** Copies logs and traces to a folder, each to one of its own, while their stores go on. */
export type CopyRecords = (folder: string) => Promise<void>;

/** Changes how much is kept of logs and traces. */
export type ChangeRetention = (limits: Readonly<Record<'logs' | 'traces', RetentionLimits>>) => void;

/** The stores of what is not metrics. */
export interface Stores {
  readonly logs: LogStore;
  readonly traces: TraceStore;
  /** Absent where they are not in the data folder. */
  readonly copyRecords?: CopyRecords;
  /** Absent as well: ClickHouse keeps what its tables were made with. */
  readonly changeRetention?: ChangeRetention;
}

/** The stores, and the ways to where else their records go. */
export interface SignalStores extends Stores {
  readonly forwarders: Forwarders;
}

/** Where the stores are, and what they keep. */
export interface SignalStoreSettings {
  /** The station's; each store has a folder in it. */
  readonly dataFolder: string;
  /** Keeps both in place of the data folder. */
  readonly clickhouse?: ResolvedClickHouse;
  readonly logs?: { readonly retentionMs?: number; readonly maxBytes?: number };
  readonly traces?: {
    readonly retentionMs?: number;
    readonly maxBytes?: number;
    readonly sampling?: TailSampling;
    readonly decisionDelayMs?: number;
  };
  readonly forward?: ResolvedForward;
  /** Where the metrics are that are forwarded. */
  readonly metrics?: ForwardedStore;
  readonly onNotice: (notice: StoreNotice) => void;
  readonly log?: (line: string) => void;
}

/** Folders in the data folder. */
const LOGS = 'logs';
const TRACES = 'traces';

/**
 * Opens the stores of logs and traces and the ways out, or nothing of it.
 *
 * @throws TelltaleError `TT_DATA_FOLDER`, `TT_DATA_LOCKED`, `TT_USAGE`
 */
export async function openSignalStores(settings: SignalStoreSettings): Promise<SignalStores> {
  const { clickhouse, forward = {}, dataFolder, traces, metrics, onNotice, log = () => {} } = settings;
  const stores = clickhouse ? await clickHouseStores(clickhouse, settings) : await openLocalStores(settings);
  try {
    const forwarders = await createForwarders({
      settings: forward,
      dataFolder,
      clock: systemClock,
      log,
      onNotice,
      ...(metrics && { metrics }),
      ...(traces?.sampling && { sampling: traces.sampling }),
      ...(traces?.decisionDelayMs !== undefined && { decisionDelayMs: traces.decisionDelayMs }),
    });
    return { ...stores, forwarders };
  } catch (error) {
    await closeStores(stores);
    throw error;
  }
}

async function openLocalStores({ dataFolder, logs, traces, onNotice }: SignalStoreSettings): Promise<Stores> {
  const kept = await openLogStore({ ...logs, folder: join(dataFolder, LOGS), onNotice });
  const told = new TracesOnDemand(() =>
    openTraceStore({ ...traces, folder: join(dataFolder, TRACES), onNotice }),
  );
  return {
    logs: kept,
    traces: told,
    copyRecords: async (folder) => {
      await kept.copyTo(join(folder, LOGS));
      await told.copyTo(join(folder, TRACES));
    },
    changeRetention: (limits) => {
      kept.setRetention(limits.logs);
      void told.setRetention(limits.traces);
    },
  };
}

/** Opens what was left for later, now that the station answers. */
export async function openTheRest({ traces }: Stores): Promise<void> {
  if (traces instanceof TracesOnDemand) await traces.open();
}

async function clickHouseStores(
  { url, password }: ResolvedClickHouse,
  { logs, traces }: SignalStoreSettings,
): Promise<Stores> {
  const { createClickHouseLogs, createClickHouseTraces } = await import('../clickhouse.ts');
  const server = { ...parseClickHouseUrl(url), ...(password && { password }) };
  const kept = (signal: { readonly retentionMs?: number } = {}) => ({
    ...server,
    ...(signal.retentionMs !== undefined && { retentionMs: signal.retentionMs }),
  });
  return { logs: createClickHouseLogs(kept(logs)), traces: createClickHouseTraces(kept(traces)) };
}

/** What keeps records, and has them forwarded. */
export function signalWriters({
  logs,
  traces,
  forwarders,
}: SignalStores): Pick<SignalWriters, 'logs' | 'traces'> {
  return {
    logs: forwardingWriter(logs, forwarders.logs),
    traces: forwardingWriter(traces, forwarders.traces),
  };
}

/** Ends what is under way and closes all. */
export async function closeSignalStores({ forwarders, ...stores }: SignalStores): Promise<void> {
  await forwarders.stop();
  await closeStores(stores);
}

async function closeStores({ logs, traces }: Stores): Promise<void> {
  await Promise.all([logs.close(), traces.close()]);
}
