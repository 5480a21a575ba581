import { TelltaleError } from '@telltale/model';
import type { InstrumentsOf } from '@telltale/sdk';
import { counter, gauge, histogram } from '@telltale/sdk/define';
import type { QueryObservation } from '../query/instrumented-query-service.ts';

const KINDS = ['instant', 'range'] as const;
const REASONS = ['invalid', 'execution', 'limit', 'timeout', 'cancelled', 'unavailable', 'internal'] as const;

/** Queries of pages, of the API and of label values; those of rules are told with the rules. */
export const queryMetrics = {
  telltale_query_duration_seconds: histogram({
    help: 'Time to answer a query, with its waiting.',
    unit: 'seconds',
    labels: { kind: KINDS },
    buckets: [0.001, 0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1, 2, 5, 10],
  }),
  telltale_query_errors_total: counter({
    help: 'Queries that ended in an error, by reason.',
    labels: { kind: KINDS, reason: REASONS },
  }),
  telltale_query_read_samples_total: counter({ help: 'Samples read for queries.' }),
  telltale_query_cached_steps_total: counter({
    help: 'Steps of range queries that came from the result cache.',
  }),
  telltale_queries_running: gauge({ help: 'Queries that have their turn.' }),
  telltale_queries_waiting: gauge({ help: 'Queries that wait for their turn.' }),
};

type QueryInstruments = InstrumentsOf<typeof queryMetrics>;

/** Records a query that has ended. */
export function recordQuery(metrics: QueryInstruments, observation: QueryObservation): void {
  const { kind, durationMs, isError, error, samplesRead = 0, cachedSteps = 0 } = observation;
  metrics.telltale_query_duration_seconds.observe({ kind }, durationMs / 1000);
  if (isError) metrics.telltale_query_errors_total.inc({ kind, reason: reasonOf(error) });
  metrics.telltale_query_read_samples_total.inc(samplesRead);
  metrics.telltale_query_cached_steps_total.inc(cachedSteps);
}

/** Reads at each gathering how many queries run and wait. */
export function collectQueries(
  metrics: QueryInstruments,
  load: () => { readonly running: number; readonly waiting: number },
): void {
  metrics.telltale_queries_running.collect(() => load().running);
  metrics.telltale_queries_waiting.collect(() => load().waiting);
}

function reasonOf(error: unknown): (typeof REASONS)[number] {
  if (error instanceof Error && error.name === 'AbortError') return 'cancelled';
  if (!(error instanceof TelltaleError)) return 'internal';
  switch (error.code) {
    case 'TT_QUERY_SYNTAX':
    case 'TT_QUERY_TYPE':
    case 'TT_QUERY_UNSUPPORTED':
    case 'TT_QUERY_RANGE':
    case 'TT_REMOTE_REFUSED':
      return 'invalid';
    case 'TT_QUERY_EXECUTION':
      return 'execution';
    case 'TT_QUERY_LIMIT':
      return 'limit';
    case 'TT_QUERY_TIMEOUT':
      return 'timeout';
    case 'TT_QUERY_MEMORY':
    case 'TT_REMOTE_UNAVAILABLE':
      return 'unavailable';
    default:
      return 'internal';
  }
}
