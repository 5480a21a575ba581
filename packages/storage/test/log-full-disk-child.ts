/*
 * Appends log records until a line comes on its input, prints how many were acknowledged and closes the store; prints
 * every notice: node --conditions=@telltale/source log-full-disk-child.ts FOLDER
 */
import { once } from 'node:events';
import { setTimeout as pause } from 'node:timers/promises';
import { openLogStore } from '@telltale/storage';
import { crashLogRecord } from './crash-log-records.ts';

const logs = await openLogStore({
  folder: process.argv[2],
  flushIntervalMs: 10,
  sealAfterMs: 50,
  onNotice: ({ kind }) => process.stdout.write(`${kind}\n`),
});
const ending = new AbortController();
void once(process.stdin, 'data').then(() => ending.abort());
let acknowledged = 0;
while (!ending.signal.aborted) {
  // What was refused is sent again, as exporters do.
  const batch = Array.from({ length: 50 }, (_, i) => crashLogRecord(acknowledged + i));
  const isTaken = await logs.append(batch).then(
    () => true,
    () => false,
  );
  if (isTaken) acknowledged += batch.length;
  await pause(isTaken ? 1 : 10);
}
await logs.flush();
await logs.close();
process.stdout.write(`records ${acknowledged}\n`);
