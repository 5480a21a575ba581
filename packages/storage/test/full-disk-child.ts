/*
 * Appends rows until a line comes on its input, then makes them durable, prints how many there were and
 * closes the store; prints every notice: node --conditions=@telltale/source full-disk-child.ts FOLDER START_MS
 */
import { once } from 'node:events';
import { setTimeout as pause } from 'node:timers/promises';
import { LabelSet } from '@telltale/model';
import { openStore } from '@telltale/storage';

const SERIES = 200;

const [folder, startMs] = process.argv.slice(2);
const store = await openStore({
  folder,
  flushIntervalMs: 10,
  onNotice: ({ kind }) => process.stdout.write(`${kind}\n`),
});
const ids = Array.from({ length: SERIES }, (_, i) =>
  store.metrics.intern(LabelSet.of({ __name__: 'full', series: String(i) })),
);
const ending = new AbortController();
void once(process.stdin, 'data').then(() => ending.abort());
let row = 0;
for (; !ending.signal.aborted; row++) {
  const values = Float64Array.from(ids, (id) => id / 3 + row);
  store.metrics.append({ group: 'full', timestampMs: Number(startMs) + row, ids, values });
  await pause(2);
}
await store.flush();
await store.close();
process.stdout.write(`rows ${row}\n`);
