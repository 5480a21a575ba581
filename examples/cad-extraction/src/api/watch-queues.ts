import { setTimeout as delay } from 'node:timers/promises';
import type { TaskRecorder } from '@telltale/sdk';

import type { QueueState } from '../queue/queue.ts';
import { EXTRACTION, SEARCH } from '../queue/queue.ts';
import type { Redis } from '../store/connections.ts';

const LOOK_EVERY_MS = 500;
const NOTHING: QueueState = { depth: 0, oldestAgeSeconds: 0 };

/** Shows how full the queues are until the signal is aborted. What reads a gauge cannot wait for Redis. */
export async function watchQueues(tasks: TaskRecorder, redis: Redis, signal: AbortSignal): Promise<void> {
  const queues = { extraction: EXTRACTION, search: SEARCH };
  const states = new Map<string, QueueState>();
  for (const name of Object.keys(queues)) {
    const state = () => states.get(name) ?? NOTHING;
    tasks.watchQueue(name, {
      depth: () => state().depth,
      oldestAgeSeconds: () => state().oldestAgeSeconds,
    });
  }
  while (!signal.aborted) {
    for (const [name, queue] of Object.entries(queues)) {
      // The state before stands until Redis answers again.
      await queue.state(redis).then(
        (state) => states.set(name, state),
        () => undefined,
      );
    }
    await delay(LOOK_EVERY_MS, undefined, { signal }).catch(() => undefined);
  }
}
