import { parentPort, workerData } from 'node:worker_threads';
import type { TraceMessage, TraceReport, TraceThreadOptions } from './messages.ts';
import { TraceEngine } from './trace-engine.ts';

/* The program of the trace store's thread: started by `TraceThread`, never imported. */

const port = parentPort;
if (port === null) throw new Error('This file runs as a worker thread only.');

// The starter is `TraceThread`, which passes exactly these options.
const options = workerData as TraceThreadOptions;
const engine = new TraceEngine(options, (report: TraceReport) => port.postMessage(report));

port.on('message', (message: TraceMessage) => {
  engine.handle(message);
  if (message.kind === 'request' && message.request.kind === 'close') setImmediate(() => port.close());
});
