import type { MetricMetadata } from '@telltale/model';
import type { Store } from '@telltale/storage';
import { createRemoteQueries } from './query/remote/remote-queries.ts';
import type { SlowQueries } from './query/slow-queries.ts';
import type { StationQueries } from './query/station-queries.ts';
import { createStationQueries } from './query/station-queries.ts';
import type { RemoteStation } from './remote/remote-station.ts';
import type { StationTelemetry } from './self/station-telemetry.ts';
import type { StationSettings } from './settings.ts';

/** What {@link createQueries} takes. */
export interface QueriesOptions {
  readonly settings: StationSettings;
  readonly store: Store;
  readonly telemetry: StationTelemetry;
  readonly slowQueries: SlowQueries;
  readonly metadata: () => ReadonlyMap<string, MetricMetadata>;
  /** The server that is read from, in remote mode. */
  readonly remote: RemoteStation | undefined;
  /** Throws while there is no memory for queries of people. */
  readonly refuse: () => void;
}

/** The queries of a station: of what it stores, or of the server that it reads from. */
export function createQueries({
  settings,
  store,
  telemetry,
  slowQueries,
  metadata,
  remote,
  refuse,
}: QueriesOptions): StationQueries {
  const { queryTimeoutMs: timeoutMs, queryLimits: limits } = settings;
  const observe: Parameters<typeof createStationQueries>[0]['observe'] = (observation) => {
    telemetry.onQuery(observation);
    slowQueries.observe(observation);
  };
  if (remote) {
    const { server } = remote;
    const queue = limits?.queue;
    return createRemoteQueries({ server, appender: store.metrics, timeoutMs, queue, observe, refuse });
  }
  return createStationQueries({
    store,
    dataFolder: settings.dataFolder,
    metadata,
    closedWindows: settings.closedWindows,
    experimental: settings.experimentalQueries,
    timeoutMs,
    limits,
    observe,
    refuse,
    log: settings.log,
  });
}
