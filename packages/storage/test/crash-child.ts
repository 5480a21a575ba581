/*
 * Appends known rows as fast as the store takes them until it is killed, and prints the last row
 * that was flushed: node --conditions=@telltale/source crash-child.ts FOLDER START_MS FIRST_ROW
 */
import { setTimeout as pause } from 'node:timers/promises';
import { LabelSet } from '@telltale/model';
import { openStore } from '@telltale/storage';
import { CRASH_SERIES, crashTimestampMs, crashValues } from './crash-rows.ts';

const [folder, startMs, firstRow] = process.argv.slice(2);
const store = await openStore({
  folder,
  flushIntervalMs: 2,
  onNotice: ({ kind, message }) => process.stderr.write(`${kind}: ${message}\n`),
});
const ids = Array.from({ length: CRASH_SERIES }, (_, i) =>
  store.metrics.intern(LabelSet.of({ __name__: 'crash', series: String(i) })),
);
const late = [store.metrics.intern(LabelSet.of({ __name__: 'late' }))];
for (let row = Number(firstRow); ; row++) {
  store.metrics.append({
    group: 'crash',
    timestampMs: crashTimestampMs(Number(startMs), row),
    ids,
    values: crashValues(row),
  });
  const lateMs = crashTimestampMs(Number(startMs), row ^ 1);
  store.metrics.append({ group: 'late', timestampMs: lateMs, ids: late, values: Float64Array.of(row) });
  // Many rows a turn: slabs are then cut, and their blocks written, in the middle of a batch of log frames.
  if (row % 150 !== 149) continue;
  await store.flush();
  process.stdout.write(`${row}\n`);
  await pause(10);
}
