import type { LogRecord } from '@telltale/model';
import type { CommandIo } from '../io/command-io.ts';
import { plural } from '../check/report/plural.ts';
import { followLogs } from './follow-logs.ts';
import { searchLogs } from './search-logs.ts';
import { writeRecords } from './write-records.ts';
import type { RecordFormat } from './write-records.ts';

/** What {@link followToOutput} takes. */
export interface FollowOptions {
  readonly address: string;
  readonly query: string;
  /** The newest records that are shown at first. */
  readonly limit: number;
  /** From when on, in Unix seconds. */
  readonly start: number;
  readonly format: RecordFormat;
}

/** Records that are fetched when a station is back. */
const MAX_MISSED = 5000;

/**
 * Writes the newest records, and then those that come, until the signal is aborted or nobody reads any more. What
 * came while the station was away is fetched when it is back.
 */
export async function followToOutput(
  options: FollowOptions,
  io: CommandIo,
  signal: AbortSignal,
): Promise<void> {
  const { address, query, limit, format } = options;
  const left = new AbortController();
  const shown = new ShownRecords();
  let start = options.start;
  let isFirst = true;
  const write = async (records: readonly LogRecord[]) => {
    for (const { timeMs } of records) start = Math.max(start, timeMs / 1000);
    if (!(await writeRecords(records, format, io))) left.abort();
  };
  await followLogs(
    address,
    query,
    {
      onConnected: async () => {
        const range = { start, end: Date.now() / 1000 };
        const { records } = await searchLogs(address, {
          query,
          ...range,
          limit: isFirst ? limit : MAX_MISSED,
        });
        isFirst = false;
        await write(shown.notYetShown(records));
        shown.remember(records);
      },
      onRecords: (records) => write(shown.notYetShown(records)),
      onDropped: (count) =>
        io.writeError(`${plural(count, 'record')} left out: they come faster than they are shown.\n`),
      onAway: (reason) => io.writeError(`The station is away (${reason}); it is asked again.\n`),
    },
    AbortSignal.any([signal, left.signal]),
  );
}

/** What came both by a search and by the tail is shown once. */
class ShownRecords {
  #counts = new Map<string, number>();

  remember(records: readonly LogRecord[]): void {
    this.#counts = new Map();
    for (const record of records) {
      const key = keyOf(record);
      this.#counts.set(key, (this.#counts.get(key) ?? 0) + 1);
    }
  }

  notYetShown<One extends LogRecord>(records: readonly One[]): readonly One[] {
    return records.filter((record) => {
      const key = keyOf(record);
      const count = this.#counts.get(key) ?? 0;
      if (count > 0) this.#counts.set(key, count - 1);
      return count === 0;
    });
  }
}

function keyOf({ timeMs, service, message, spanId }: LogRecord): string {
  return JSON.stringify([timeMs, service, message, spanId]);
}
