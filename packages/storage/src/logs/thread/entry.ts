import { parentPort, workerData } from 'node:worker_threads';
import { LogReader } from './log-reader.ts';
import { LogWriter } from './log-writer.ts';
import type { LogReaderMessage, LogReaderOptions } from './reader-messages.ts';
import type { LogWriterMessage, LogWriterOptions } from './writer-messages.ts';

/* The program of the log store's threads: started by `LogWriterThread` and `LogReaderThread`, never imported. */

/** What a thread of the log store is started with. */
export type LogThreadOptions =
  | { readonly role: 'writer'; readonly options: LogWriterOptions }
  | { readonly role: 'reader'; readonly options: LogReaderOptions };

const port = parentPort;
if (port === null) throw new Error('This file runs as a worker thread only.');

// The starters are the two classes, which pass exactly this.
const thread = workerData as LogThreadOptions;
if (thread.role === 'writer') {
  const writer = new LogWriter(thread.options, (report) => port.postMessage(report));
  const timer = setInterval(() => writer.tick(), thread.options.tickMs);
  port.on('message', (message: LogWriterMessage) => {
    writer.handle(message);
    if (message.kind !== 'request' || message.request.kind !== 'close') return;
    clearInterval(timer);
    port.close();
  });
} else {
  const reader = new LogReader(thread.options, (report) => port.postMessage(report));
  port.on('message', (message: LogReaderMessage) => {
    reader.handle(message);
    if (message.kind === 'close') port.close();
  });
}
