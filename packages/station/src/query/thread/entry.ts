import { parentPort, workerData } from 'node:worker_threads';
import type { MetricMetadata } from '@telltale/model';
import { createQueryEngine } from '@telltale/promql';
import { createRemoteSource } from '@telltale/storage';
import { AppendHistory } from '../cache/append-history.ts';
import { ResultCache } from '../cache/result-cache.ts';
import { Answerer, MAX_POINTS } from '../answer/answerer.ts';
import type { ThreadData, ThreadOrder } from './messages.ts';
import { ThreadProgram } from './thread-program.ts';

/* The query thread's program: started by `QueryThread`, never imported. */

const port = parentPort;
if (port === null) throw new Error('This file runs as a worker thread only.');

// The starter is `QueryThread`, which passes exactly this.
const { settings, storePort } = workerData as ThreadData;
const history = new AppendHistory();
let families: ReadonlyMap<string, MetricMetadata> = new Map();
const engine = createQueryEngine({
  source: createRemoteSource(storePort, {
    folder: settings.dataFolder,
    onForgetDay: () => cache.clear(),
  }),
  metadata: () => families,
  closedWindows: settings.closedWindows,
  experimental: settings.experimental,
  limits: { maxSamples: settings.maxSamples, maxBytes: settings.maxBytes, maxPointsPerSeries: MAX_POINTS },
});
const cache = new ResultCache({ maxBytes: settings.maxResultBytes, history });
const program = new ThreadProgram(new Answerer(engine, cache), settings.maxBytes, (report, transfer) =>
  port.postMessage(report, [...transfer]),
);

port.on('message', (order: ThreadOrder) => {
  switch (order.kind) {
    case 'run':
      history.apply(order.sequence, order.notes);
      void program.run(order);
      break;
    case 'more':
      void program.more(order.id);
      break;
    case 'cancel':
      program.cancel(order.id);
      break;
    case 'metadata':
      families = order.families;
      break;
  }
});
