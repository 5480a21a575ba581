import { compileLogFilter } from '@telltale/model';
import type { LogFilter } from '@telltale/model';
import { compileRegexp } from '../../search/compile-regexp.ts';
import { Turn } from '../../turns/turn.ts';
import type { KeptRecord } from '../record/kept-record.ts';

/** Records that are tested without a look at the clock. */
const RECORDS_PER_LOOK = 64;

/** Calls `onFound` for each record of the range that is wanted; other work gets its turns. */
export async function scanTail(
  records: readonly KeptRecord[],
  range: { readonly startUs: number; readonly endUs: number; readonly filter: LogFilter | undefined },
  onFound: (record: KeptRecord) => void,
  signal: AbortSignal | undefined,
): Promise<void> {
  const { startUs, endUs, filter } = range;
  const test = filter === undefined ? () => true : compileLogFilter(filter, compileRegexp);
  const turn = new Turn();
  for (const [i, record] of records.entries()) {
    if (i % RECORDS_PER_LOOK === 0 && turn.isOver) await turn.end(signal);
    if (record.timeUs >= startUs && record.timeUs < endUs && test(record)) onFound(record);
  }
}
