import { TelltaleError } from '@telltale/model';
import type { LogFilter } from '@telltale/model';

/** Parts of a filter, those in others included. */
const MAX_PARTS = 1000;
const MAX_DEPTH = 100;
/** Of a text, a pattern or the name of a field. */
const MAX_TEXT_LENGTH = 10_000;

/** @throws TelltaleError TT_QUERY_LIMIT for a filter that would take unreasonably long to apply. */
export function checkFilterSize(filter: LogFilter | undefined): void {
  if (filter !== undefined && partsOf(filter, 1) > MAX_PARTS) {
    throw new TelltaleError('TT_QUERY_LIMIT', `The filter has more than ${MAX_PARTS} parts.`);
  }
}

function partsOf(filter: LogFilter, depth: number): number {
  if (depth > MAX_DEPTH) {
    throw new TelltaleError('TT_QUERY_LIMIT', `The filter has parts more than ${MAX_DEPTH} deep in others.`);
  }
  switch (filter.kind) {
    case 'and':
    case 'or':
      return filter.filters.reduce((sum, part) => sum + partsOf(part, depth + 1), 1);
    case 'not':
      return 1 + partsOf(filter.filter, depth + 1);
    case 'text':
      return checkLength(filter.text);
    case 'regexp':
      return checkLength(filter.pattern);
    case 'field':
      return checkLength(filter.field) && checkLength(filter.value);
    case 'has':
      return checkLength(filter.field);
    case 'severity':
      return 1;
  }
}

function checkLength(text: string): 1 {
  if (text.length <= MAX_TEXT_LENGTH) return 1;
  const message = `The filter has a text of ${text.length} characters, more than the ${MAX_TEXT_LENGTH} it may.`;
  throw new TelltaleError('TT_QUERY_LIMIT', message);
}
