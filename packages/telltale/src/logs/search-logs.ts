import type { StoredLogRecord } from '@telltale/model';
import type { LogsResponse } from '@telltale/station/contract';
import { askStation } from '../server/ask-station.ts';
import type { RangeParameters } from '../signals/time-range.ts';

/** The most that a station gives at once. */
const PAGE = 5000;

/** What {@link searchLogs} takes. */
export interface LogSearchOptions extends RangeParameters {
  readonly query: string;
  readonly limit: number;
}

/** What was found. */
export interface FoundLogs {
  /** The newest ones, the oldest first. */
  readonly records: readonly StoredLogRecord[];
  /** Whether there are older ones that match. */
  readonly hasMore: boolean;
}

/** Finds the newest records that match, in several requests where they are many. */
export async function searchLogs(
  address: string,
  { query, start, end, limit }: LogSearchOptions,
): Promise<FoundLogs> {
  const records: StoredLogRecord[] = [];
  let hasMore = true;
  while (hasMore && records.length < limit) {
    const parameters = {
      query,
      start,
      end,
      limit: Math.min(PAGE, limit - records.length),
      after: records.at(-1)?.id,
    };
    const page = await askStation<LogsResponse>(address, { path: 'logs', parameters }, 'records');
    records.push(...(page?.records ?? []));
    hasMore = page?.hasMore ?? false;
  }
  return { records: records.reverse(), hasMore };
}
