/*
 * The primary and two workers of a cluster with our entry: one answers, the other goes without an answer
 * when it is asked. The primary prints the page.
 */
import cluster from 'node:cluster';
import process from 'node:process';
import { AggregatorRegistry, Gauge } from '@telltale/sdk/prom-client';

if (cluster.isPrimary) {
  const registry = new AggregatorRegistry();
  const workers = [cluster.fork(), cluster.fork()];
  await Promise.all(workers.map((worker) => new Promise((resolve) => worker.once('message', resolve))));
  process.stdout.write(await registry.clusterMetrics());
  for (const worker of workers) worker.kill();
} else {
  // Listens as every registry of the kind does; the second one is gone before the answer is ready.
  const registry = new AggregatorRegistry();
  const collect = () => (cluster.worker?.id === 2 ? process.exit() : undefined);
  new Gauge({ name: 'carts', help: 'Carts', collect }).set(3);
  process.send?.({ ready: registry.contentType });
}
