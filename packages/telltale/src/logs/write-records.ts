import type { LogRecord } from '@telltale/model';
import type { Paint } from '../check/report/paint.ts';
import type { CommandIo } from '../io/command-io.ts';
import { formatRecord } from './log-line.ts';

/** How records are written: JSON, one a line, or for people. */
export type RecordFormat = { readonly kind: 'json' } | { readonly kind: 'text'; readonly paint: Paint };

/** Records that are written before it is asked whether anybody reads them. */
const CHUNK = 500;

/** Writes records one after the other; false when nobody reads them any more. */
export async function writeRecords(
  records: readonly LogRecord[],
  format: RecordFormat,
  io: CommandIo,
): Promise<boolean> {
  for (let i = 0; i < records.length; i += CHUNK) {
    const part = records.slice(i, i + CHUNK);
    io.write(part.map((record) => textOf(record, format)).join(''));
    if (io.drained && !(await io.drained())) return false;
  }
  return true;
}

function textOf(record: LogRecord, format: RecordFormat): string {
  return format.kind === 'json' ? `${JSON.stringify(record)}\n` : formatRecord(record, format.paint);
}
