import { parseLogQuery } from '@telltale/model';
import type { CompileRegexp, LogFilter } from '@telltale/model';

/**
 * The filter of `query` and `filter`, both of which hold: what somebody writes, and what they chose beside it. Each is
 * read for itself, so that a fault in one is told with its own place.
 */
export function logFilterOf(parameters: URLSearchParams, compileRegexp: CompileRegexp): LogFilter {
  const written = parseLogQuery(parameters.get('query') ?? '', { compileRegexp });
  const chosen = parameters.get('filter') ?? '';
  if (chosen === '') return written;
  return { kind: 'and', filters: [written, parseLogQuery(chosen, { compileRegexp })] };
}
