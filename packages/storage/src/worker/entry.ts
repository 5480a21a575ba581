import { parentPort, workerData } from 'node:worker_threads';
import type { WriterMessage, WriterOptions, WriterReport } from './messages.ts';
import { StorageWriter } from './storage-writer.ts';

/* The writer thread's program: started by `WriterThread`, never imported. */

const port = parentPort;
if (port === null) throw new Error('This file runs as a worker thread only.');

// The starter is `WriterThread`, which passes exactly these options.
const options = workerData as WriterOptions;
const writer = new StorageWriter(options, (report: WriterReport) => port.postMessage(report));
const timer = setInterval(() => writer.tick(), options.flushIntervalMs);
let willApply = false;

port.on('message', (message: WriterMessage) => {
  writer.handle(message);
  if (message.kind !== 'request') return;
  if (message.request.kind === 'close') {
    clearInterval(timer);
    port.close();
  } else if (message.request.kind === 'state' && !willApply) {
    // Changes that arrive together share one commit, and so one fsync.
    willApply = true;
    setImmediate(() => {
      willApply = false;
      writer.applyChanges();
    });
  }
});
