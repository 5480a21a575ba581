import cluster from 'node:cluster';
import { setTimeout as delay } from 'node:timers/promises';
import { instrument } from '@telltale/sdk';

import definition from '../../telltale.config.ts';
import { portOf } from '../../sites.ts';
import { runWorker } from './run-worker.ts';

// Four processes read files at the same time, and the primary shows the sum of what they have counted.
const PROCESSES = 4;
const RESTART_AFTER_MS = 500;

const t = instrument(definition, { aggregate: 'cluster', handleSignals: true });

/** Keeps a process at work under a name of its own: what it had taken when it was killed, its successor finishes. */
function keep(name: string): void {
  const worker = cluster.fork({ WORKER_NAME: name });
  worker.once('exit', () => {
    if (!t.lifecycle.signal.aborted) void delay(RESTART_AFTER_MS).then(() => keep(name));
  });
}

if (cluster.isPrimary) {
  for (let number = 1; number <= PROCESSES; number++) keep(`worker-${number}`);
  await t.serve({ port: portOf('extraction_worker') });
  t.ready();
} else {
  await runWorker(t, process.env.WORKER_NAME ?? 'worker');
}
