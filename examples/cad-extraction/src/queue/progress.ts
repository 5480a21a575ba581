import type { Redis } from '../store/connections.ts';

/** What a task has come to, for those who watch. */
export interface Progress {
  readonly id: string;
  readonly status: string;
  readonly attempt: number;
}

const CHANNEL = 'progress';

/** Tells all who watch. */
export async function tellProgress(redis: Redis, progress: Progress): Promise<void> {
  await redis.publish(CHANNEL, JSON.stringify(progress));
}

/** Listens to all progress, by a connection of its own. */
export async function onProgress(redis: Redis, listener: (text: string) => void): Promise<Redis> {
  const subscriber = await redis.duplicate().connect();
  await subscriber.subscribe(CHANNEL, listener);
  return subscriber;
}
