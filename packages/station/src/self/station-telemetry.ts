import type { IncomingMessage, ServerResponse } from 'node:http';
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
  /** Answers a request with the metrics page. */
  readonly answer: (request: IncomingMessage, response: ServerResponse) => void;
  shutdown(): Promise<void>;
}

export function createStationTelemetry(): StationTelemetry {
  const t = instrument(selfDefinition);
  let appended = 0;
  let outOfOrder = 0;
  return {
    onQuery: ({ kind, durationMs, isError }) => {
      t.metrics.telltale_query_duration_seconds.observe({ kind }, durationMs / 1000);
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
    answer: t.http.metricsHandler,
    shutdown: () => t.shutdown(),
  };
}
