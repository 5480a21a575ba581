import type { StoredLogRecord } from '@telltale/model';
import type { LogContextResponse } from '@telltale/station/contract';
import { askStation } from '../server/ask-station.ts';

/** Records in their order, and which of them were looked for. */
export interface LogExcerpt {
  readonly records: readonly StoredLogRecord[];
  readonly found: ReadonlySet<string>;
}

/**
 * What the same services logged around records. Excerpts that overlap become one, as lines of `grep -C` do.
 */
export async function logExcerpts(
  address: string,
  records: readonly StoredLogRecord[],
  size: number,
): Promise<readonly LogExcerpt[]> {
  const excerpts: { records: StoredLogRecord[]; found: Set<string> }[] = [];
  for (const record of records) {
    const parameters = { id: record.id, before: size, after: size };
    const around = await askStation<LogContextResponse>(
      address,
      { path: 'logs/context', parameters },
      'record',
    );
    // It may have become too old to be kept a moment ago.
    const lines = around ? [...around.before, around.record, ...around.after] : [record];
    const ids = new Set(lines.map(({ id }) => id));
    const last = excerpts.findLast((excerpt) => excerpt.records.some(({ id }) => ids.has(id)));
    if (!last) {
      excerpts.push({ records: lines, found: new Set([record.id]) });
      continue;
    }
    const known = new Set(last.records.map(({ id }) => id));
    last.records.push(...lines.filter(({ id }) => !known.has(id)));
    last.found.add(record.id);
  }
  return excerpts;
}
