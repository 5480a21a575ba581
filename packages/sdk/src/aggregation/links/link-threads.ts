import { isMainThread } from 'node:worker_threads';
import { MetricSum } from '../sum/metric-sum.ts';
import { Hub } from './hub.ts';
import type { LinkOptions, Linked } from './linked.ts';
import { linked } from './linked.ts';
import { connectThreadHub } from './thread-hub.ts';
import { connectThreadSpoke } from './thread-spoke.ts';

/** Links the threads of the process: the main thread adds up, its own metrics included. */
export function linkThreads(options: LinkOptions): Linked {
  if (!isMainThread) {
    const { spoke, close } = connectThreadSpoke(options);
    return linked((wanted) => spoke.gather(wanted), options.local, close);
  }
  const hub = new Hub({ ...options, sum: new MetricSum(options.sum), includesLocal: true });
  return linked((wanted) => hub.gather(wanted), hub, connectThreadHub(hub, options.group, options.tell));
}
