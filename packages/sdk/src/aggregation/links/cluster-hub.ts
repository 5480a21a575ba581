import type { Cluster, Worker } from 'node:cluster';
import type { Hub } from './hub.ts';
import type { Link } from './link-message.ts';
import { formatLinkMessage, keepsBytes, linkMessage, parseLinkMessage } from './link-message.ts';
import type { Tell } from '../tell.ts';

/** After the end of a worker its last messages may still be on their way. */
const LAST_WORDS_MS = 1000;

/** What {@link connectClusterHub} takes. */
export interface ClusterHubOptions {
  readonly cluster: Cluster;
  readonly hub: Hub;
  readonly group: string;
  readonly tell: Tell;
}

/** Connects the primary's hub with the workers of `node:cluster`; the result takes it off. */
export function connectClusterHub({ cluster, hub, group, tell }: ClusterHubOptions): () => void {
  const links = new WeakMap<Worker, WorkerLink>();
  const linkOf = (worker: Worker) => {
    let link = links.get(worker);
    if (!link) links.set(worker, (link = new WorkerLink(worker)));
    return link;
  };
  const onMessage = (worker: Worker, value: unknown) => {
    const message = parseLinkMessage(value);
    if (!message) return;
    if (message.op === 'other_version') {
      const describe = () =>
        `worker ${worker.id} has another version of the SDK (protocol ${String(message.version)}): it does not count`;
      tell('worker_version', '', describe);
      return;
    }
    const link = linkOf(worker);
    link.keepsBytes = keepsBytes(value);
    hub.receive(message, link, worker.id);
  };
  const onDisconnect = (worker: Worker) => hub.leave(worker.id);
  const onExit = (worker: Worker) => setTimeout(() => hub.leave(worker.id), LAST_WORDS_MS).unref();
  cluster.on('message', onMessage);
  cluster.on('disconnect', onDisconnect);
  cluster.on('exit', onExit);
  for (const worker of Object.values(cluster.workers ?? {})) {
    if (worker) linkOf(worker).post(linkMessage('call', { group }));
  }
  return () => {
    cluster.off('message', onMessage);
    cluster.off('disconnect', onDisconnect);
    cluster.off('exit', onExit);
  };
}

/** The channel to one worker. */
class WorkerLink implements Link {
  keepsBytes = false;
  readonly #worker: Worker;

  constructor(worker: Worker) {
    this.#worker = worker;
  }

  post(message: Parameters<Link['post']>[0]): void {
    if (!this.#worker.isConnected()) return;
    try {
      // A worker that is ending is no error: with a callback Node does not report one.
      this.#worker.send(formatLinkMessage(message, this.keepsBytes), () => undefined);
    } catch {
      // The channel closed in between.
    }
  }
}
