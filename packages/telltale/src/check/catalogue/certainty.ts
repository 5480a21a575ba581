import type { Severity } from '../finding.ts';
import type { KnownSeries } from './known-series.ts';

/**
 * How severe a fault in the use of a series may be: a name read only in part may be another one, and
 * another version of an exporter may differ.
 */
export function certaintyOf({ origin }: KnownSeries): Severity {
  return origin === 'computed-name' || origin === 'exporter' ? 'warning' : 'error';
}
