/*
 * Appends known batches of spans as fast as the store takes them until it is killed, and prints the number of each
 * that was taken: node --conditions=@telltale/source trace-crash-child.ts FOLDER START_MS FIRST_BATCH
 */
import { openTraceStore } from '@telltale/storage';
import { crashBatch } from './trace-crash-spans.ts';

const [folder, startMs, firstBatch] = process.argv.slice(2);
const store = await openTraceStore({
  folder,
  flushIntervalMs: 3,
  decisionDelayMs: 25,
  sampling: { ratio: 0.3 },
  onNotice: ({ kind, message }) => process.stderr.write(`${kind}: ${message}\n`),
});
for (let batch = Number(firstBatch); ; batch++) {
  await store.append(crashBatch(Number(startMs), batch));
  process.stdout.write(`${batch}\n`);
}
