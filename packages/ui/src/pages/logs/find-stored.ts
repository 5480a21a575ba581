import type { LogRecord } from '@telltale/station/contract';
import type { LogsApi } from '../../data/api/logs-api.ts';
import type { Line } from './line-buffer.ts';

/** Lines of one millisecond that are looked at. */
const MOST = 1000;

/** The id of a line; one that came in live is looked for in the store by its time and what it says. */
export async function storedId(search: LogsApi['search'], line: Line): Promise<string | undefined> {
  if (line.id !== undefined) return line.id;
  const startMs = Math.floor(line.record.timeMs);
  const { records } = await search({ query: '', filter: '', startMs, endMs: startMs + 1, limit: MOST });
  return records.find((record) => isSame(record, line.record))?.id;
}

function isSame(one: LogRecord, other: LogRecord): boolean {
  return (
    one.timeMs === other.timeMs &&
    one.service === other.service &&
    one.message === other.message &&
    one.spanId === other.spanId
  );
}
