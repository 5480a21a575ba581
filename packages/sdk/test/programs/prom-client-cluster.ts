/*
 * The primary and the workers of a cluster with prom-client or our entry, by argument: two workers record,
 * then the primary prints the page of all of them.
 */
import cluster from 'node:cluster';
import process from 'node:process';
import { ourClient, promClient } from '../support/clients.ts';

const client = process.argv[2] === 'ours' ? ourClient : promClient;
const { AggregatorRegistry, Counter, Gauge, Histogram, Summary } = client;

if (cluster.isPrimary) await runPrimary();
else runWorker(cluster.worker?.id ?? 0);

async function runPrimary(): Promise<void> {
  const registry = new AggregatorRegistry();
  const empty = await registry.clusterMetrics();
  const workers = [cluster.fork(), cluster.fork()];
  const ready = workers.map((worker) => new Promise((resolve) => worker.once('message', resolve)));
  await Promise.all(ready);
  const page = await registry.clusterMetrics();
  const again = await Promise.all([registry.clusterMetrics(), registry.clusterMetrics()]);
  process.stdout.write(JSON.stringify({ empty, page, isSame: again.every((other) => other === page) }));
  for (const worker of workers) worker.kill();
}

function runWorker(id: number): void {
  // The primary asks every worker that made one.
  const registry = new AggregatorRegistry();
  const labelNames = ['worker'];
  new Counter({ name: 'orders_total', help: 'Orders', labelNames }).inc({ worker: 'both' }, id);
  for (const aggregator of ['sum', 'min', 'max', 'average', 'omit'] as const) {
    new Gauge({ name: `carts_${aggregator}`, help: 'Carts', aggregator }).set(id);
  }
  const histogram = new Histogram({ name: 'pay_seconds', help: 'Paying', buckets: [1, 2] });
  for (const value of [0.5, id, 3]) histogram.observe(value);
  new Summary({ name: 'size_bytes', help: 'Size', percentiles: [0.5] }).observe(id);
  process.send?.({ ready: registry.contentType });
}
