import type { Redis } from '../store/connections.ts';
import type { TaskRow, Tasks } from '../store/tasks.ts';

const KEEP = { expiration: { type: 'EX', value: 60 } } as const;

/** Tasks by id, through a cache in Redis: one that has ended changes no more. */
export function createCachedTasks(tasks: Tasks, redis: Redis) {
  return {
    read: async (id: string): Promise<TaskRow | undefined> => {
      const known = await redis.get(keyOf(id));
      // Written below.
      if (known !== null) return JSON.parse(known) as TaskRow;
      const task = await tasks.read(id);
      if (task && task.status !== 'queued') await redis.set(keyOf(id), JSON.stringify(task), KEEP);
      return task;
    },
    remove: async (id: string): Promise<boolean> => {
      await redis.del(keyOf(id));
      return tasks.remove(id);
    },
  };
}

function keyOf(id: string): string {
  return `task:${id}`;
}
