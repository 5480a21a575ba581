import { ratio } from '../../query/ratio.ts';
import type { SavedQueryDeclaration } from '../../saved-queries/saved-query-declaration.ts';
import type { Range } from '../../time/duration.ts';
import type { WebappQueries } from './webapp-metrics.ts';

/** Share of the requests that fail; 0, not unknown, where none does. */
export function errorRate(m: WebappQueries, range: Range) {
  return ratio(
    m.http_requests_total.where({ status: /5../ }).rate(range).sum(),
    m.http_requests_total.rate(range).sum(),
    { missingPart: 0 },
  );
}

/** Share of the extraction tasks that succeeded. */
export function extractionSuccessRate(m: WebappQueries, range: Range) {
  return ratio(
    m.extraction_tasks_total.where({ status: 'success' }).rate(range).sum(),
    m.extraction_tasks_total.rate(range).sum(),
    { missingPart: 0 },
  );
}

/** Share of the look-ups that found a value; what is set or deleted is no look-up. */
export function cacheHitRatio(m: WebappQueries, range: Range) {
  return ratio(
    m.cache_operations_total.where({ operation: 'get', status: 'hit' }).rate(range).sum(),
    m.cache_operations_total.where({ operation: 'get' }).rate(range).sum(),
    { missingPart: 0 },
  );
}

/** The queries that people ask for by name. */
export function webappSavedQueries(m: WebappQueries): Readonly<Record<string, SavedQueryDeclaration>> {
  return {
    request_rate: {
      query: m.http_requests_total.rate('5m').sum('endpoint'),
      help: 'Requests per second by endpoint',
    },
    p95_latency: {
      query: m.http_request_duration_seconds.quantile(0.95, '5m'),
      help: 'What 95 % of the requests stay below',
    },
    error_rate: { query: errorRate(m, '5m'), help: 'Share of the requests that fail' },
    extraction_success_rate: {
      query: extractionSuccessRate(m, '5m'),
      help: 'Share of the extraction tasks that succeed',
    },
    cache_hit_ratio: { query: cacheHitRatio(m, '5m'), help: 'Share of the look-ups that find a value' },
  };
}
