import cluster from 'node:cluster';
import { MetricSum } from '../sum/metric-sum.ts';
import { connectClusterHub } from './cluster-hub.ts';
import { connectClusterSpoke } from './cluster-spoke.ts';
import { Hub } from './hub.ts';
import type { LinkOptions, Linked } from './linked.ts';
import { linked } from './linked.ts';

/** Links the processes of `node:cluster`: the primary adds up. */
export function linkCluster(options: LinkOptions): Linked {
  const { local, group, tell } = options;
  if (cluster.isWorker) {
    const { spoke, close } = connectClusterSpoke({ ...options, thread: 0 });
    return linked((wanted) => spoke.gather(wanted), local, close);
  }
  const sum = new MetricSum(options.sum);
  const hub = new Hub({ ...options, sum, includesLocal: options.includesPrimary });
  const disconnect = connectClusterHub({ cluster, hub, group, tell });
  const close = () => {
    disconnect();
    hub.close();
  };
  return linked((wanted) => hub.gather(wanted), hub, close);
}
