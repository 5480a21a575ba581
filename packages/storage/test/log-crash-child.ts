/*
 * Appends numbered log records as fast as the store takes them until it is killed, and prints the number of the last
 * one that was acknowledged: node --conditions=@telltale/source log-crash-child.ts FOLDER FIRST_NUMBER
 */
import { openLogStore } from '@telltale/storage';
import { crashLogRecord } from './crash-log-records.ts';

const [folder, firstNumber] = process.argv.slice(2);
const logs = await openLogStore({
  folder,
  flushIntervalMs: 5,
  // Blocks that are not full are written all the time, too.
  sealAfterMs: 20,
  onNotice: ({ kind, message }) => process.stderr.write(`${kind}: ${message}\n`),
});
for (let next = Number(firstNumber); ;) {
  const batches = Array.from({ length: 4 }, (_, batch) =>
    Array.from({ length: 1 + ((next + batch * 7) % 400) }, () => crashLogRecord(next++)),
  );
  await Promise.all(batches.map((batch) => logs.append(batch)));
  process.stdout.write(`${next - 1}\n`);
}
