import type { SourceRange } from '@telltale/model';
import { TelltaleError } from '@telltale/model';

/** A query that is correct but cannot be answered on the data. */
export function executionError(reason: string, place?: SourceRange): TelltaleError {
  const where = place ? ` (at offset ${place.start})` : '';
  return new TelltaleError('TT_QUERY_EXECUTION', reason + where);
}
