import { ratio } from '../../query/ratio.ts';
import type { Range } from '../../time/duration.ts';
import type { FrameworkQueries } from './framework-metrics.ts';

/** Requests per second that fail. */
export function failedRequests(m: FrameworkQueries, range: Range) {
  return m.http_requests_total.where({ status: /5../ }).rate(range).sum();
}

/** Share of the requests that fail; 0, not unknown, where none does. */
export function failedShare(m: FrameworkQueries, range: Range) {
  return ratio(failedRequests(m, range), m.http_requests_total.rate(range).sum(), { missingPart: 0 });
}
