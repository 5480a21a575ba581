import { BroadcastChannel } from 'node:worker_threads';
import type { Worker } from 'node:worker_threads';
import type { Tell } from '../tell.ts';
import type { Link, LinkMessage } from './link-message.ts';
import { formatLinkMessage, parseLinkMessage } from './link-message.ts';

/*
 * Threads find each other on one channel that all of them hear, and then talk on a channel for each two, so
 * that nobody reads what is for others. Messages, not shared memory: to send the changed floats of 2,000
 * series takes a thread 0.02 ms when it is busy and 0.2 ms when it was idle, and what a blocked thread has counted since its last message would
 * be seen only if every increment went to shared memory, for all programs, with threads or without.
 */
/** The channel that all threads of the process hear. */
export const MEETING_POINT = 'telltale:metrics';

/** A channel between threads that is open until it is closed. */
export interface ThreadChannel extends Link {
  close(): void;
}

/** Opens a channel; it does not keep the process alive. */
export function openChannel(
  name: string,
  receive: (message: LinkMessage) => void,
  tell: Tell,
): ThreadChannel {
  const channel = new BroadcastChannel(name);
  channel.unref();
  // Only by this property does Node's channel take a listener that does not keep the thread alive.
  // oxlint-disable-next-line unicorn/prefer-add-event-listener
  channel.onmessage = (event: unknown) => {
    const value = typeof event === 'object' && event !== null && 'data' in event ? event.data : undefined;
    const message = parseLinkMessage(value);
    if (!message) return;
    if (message.op === 'other_version') {
      tell('worker_version', '', () => 'a thread has another version of the SDK: it does not count');
    } else {
      receive(message);
    }
  };
  let isOpen = true;
  return {
    post: (message) => {
      // oxlint-disable-next-line unicorn/require-post-message-target-origin -- this is no window
      if (isOpen) channel.postMessage(formatLinkMessage(message, true));
    },
    close: () => {
      isOpen = false;
      channel.close();
    },
  };
}

/** Tells of each thread that ends, of those that this one starts from now on. */
export function watchThreads(onEnd: (thread: number) => void): () => void {
  const onWorker = (worker: Worker) => {
    const { threadId } = worker;
    worker.once('exit', () => onEnd(threadId));
  };
  process.on('worker', onWorker);
  return () => process.off('worker', onWorker);
}
