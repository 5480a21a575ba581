import type { NotificationRecord } from '@telltale/alerting';
import { instrument } from '@telltale/sdk';
import type { StoreStats } from '@telltale/storage';
import type { QueryObservation } from '../query/instrumented-query-service.ts';
import { selfDefinition } from './definition.ts';

/** The station's own figures. */
export interface StationTelemetry {
  onQuery(observation: QueryObservation): void;
  onScrape(isSuccess: boolean): void;
  onNotification(record: NotificationRecord): void;
  /** Brings the store's figures up to date before a scrape. */
  onStore(stats: StoreStats): void;
  /** The metrics page, for an Accept header. */
  expose(accept: string | undefined): { readonly contentType: string; readonly body: string | Uint8Array };
  shutdown(): Promise<void>;
}

export function createStationTelemetry(): StationTelemetry {
  const t = instrument(selfDefinition);
  let appended = 0;
  let outOfOrder = 0;
  return {
    onQuery: ({ kind, durationMs, isError }) => {
      t.metrics.telltale_query_duration_seconds.observe(durationMs / 1000, { kind });
      if (isError) t.metrics.telltale_query_errors_total.inc({ kind });
    },
    onScrape: (isSuccess) =>
      t.metrics.telltale_scrapes_total.inc({ result: isSuccess ? 'success' : 'failure' }),
    onNotification: ({ outcome }) => t.metrics.telltale_notifications_total.inc({ outcome }),
    onStore: (stats) => {
      t.metrics.telltale_store_series.set(stats.series);
      t.metrics.telltale_store_disk_bytes.set(stats.diskBytes);
      t.metrics.telltale_store_appended_samples_total.inc(stats.appendedSamples - appended);
      t.metrics.telltale_store_out_of_order_samples_total.inc(stats.outOfOrderSamples - outOfOrder);
      appended = stats.appendedSamples;
      outOfOrder = stats.outOfOrderSamples;
    },
    expose: (accept) => t.registry.expose(accept),
    shutdown: () => t.shutdown(),
  };
}
