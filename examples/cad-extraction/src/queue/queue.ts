import type { Redis } from '../store/connections.ts';

/** A task that waits, or is being worked on. */
export interface Entry {
  readonly id: string;
  /** 1 for the first attempt. */
  readonly attempt: number;
  readonly queuedAtMs: number;
}

/** An entry that somebody works on; it stays in Redis until it is settled. */
export interface TakenEntry extends Entry {
  /** It is done, whatever came of it. */
  settle(): Promise<void>;
  /** It could not be done: it waits where people can look at it. */
  bury(reason: string): Promise<void>;
}

/** How full a queue is. */
export interface QueueState {
  readonly depth: number;
  /** How long the entry at its head has been waiting; 0 where none waits. */
  readonly oldestAgeSeconds: number;
}

const WAIT_SECONDS = 1;
/** Of the dead, so many are kept. */
const MOST_DEAD = 1000;

/** Lists in Redis: one with what waits, one with what died, and one for each worker with what it has taken. */
function createQueue(name: string) {
  const waiting = `queue:${name}`;
  const dead = `${waiting}:dead`;
  return {
    add: async (redis: Redis, id: string): Promise<void> => {
      const entry: Entry = { id, attempt: 1, queuedAtMs: Date.now() };
      await redis.lPush(waiting, JSON.stringify(entry));
    },
    /** Takes the oldest entry, or gives up after a second. The connection can do nothing else meanwhile. */
    take: async (redis: Redis, worker: string): Promise<TakenEntry | undefined> => {
      const taken = `${waiting}:taken:${worker}`;
      const text = await redis.blMove(waiting, taken, 'RIGHT', 'LEFT', WAIT_SECONDS);
      if (text === null) return undefined;
      return {
        ...entryOf(text),
        settle: async () => void (await redis.lRem(taken, 1, text)),
        bury: async (reason) => {
          const letter = JSON.stringify({ ...entryOf(text), reason });
          const transaction = redis
            .multi()
            .lPush(dead, letter)
            .lTrim(dead, 0, MOST_DEAD - 1);
          await transaction.lRem(taken, 1, text).exec();
        },
      };
    },
    /** Puts back what a worker of that name had taken when it was killed, as the next attempt. */
    recover: async (redis: Redis, worker: string): Promise<void> => {
      const taken = `${waiting}:taken:${worker}`;
      for (const text of await redis.lRange(taken, 0, -1)) {
        const entry = entryOf(text);
        const again = JSON.stringify({ ...entry, attempt: entry.attempt + 1 });
        await redis.multi().lRem(taken, 1, text).rPush(waiting, again).exec();
      }
    },
    state: async (redis: Redis): Promise<QueueState> => {
      const [depth, head] = await Promise.all([redis.lLen(waiting), redis.lIndex(waiting, -1)]);
      const oldestAgeSeconds = head === null ? 0 : (Date.now() - entryOf(head).queuedAtMs) / 1000;
      return { depth, oldestAgeSeconds };
    },
    dead: async (redis: Redis): Promise<readonly Entry[]> =>
      (await redis.lRange(dead, 0, -1)).map((text) => entryOf(text)),
  };
}

/** Files that are to be read. */
export const EXTRACTION = createQueue('extraction');
/** Facts that are to be made findable. */
export const SEARCH = createQueue('search');

function entryOf(text: string): Entry {
  // Nobody else writes into these lists.
  return JSON.parse(text) as Entry;
}
