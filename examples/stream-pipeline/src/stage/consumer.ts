import { setTimeout as delay } from 'node:timers/promises';
import type { MessageRecorder } from '@telltale/sdk';

import type { Topic } from '../stages.ts';
import type { Redis } from './connections.ts';
import type { Handle } from './handled.ts';

/** What a consumer works with. */
export interface ConsumerOptions {
  readonly topic: Topic;
  readonly group: string;
  readonly handle: Handle;
  readonly redis: Redis;
  readonly recorder: MessageRecorder;
  /** Ends the consumer when the messages at hand are done. */
  readonly signal: AbortSignal;
}

/** A consumer that is running. */
export interface Consumer {
  /** Since when the messages at hand cannot be handled, as Unix time. */
  readonly failingSinceMs: () => number | undefined;
  /** Resolves when it has ended. */
  readonly end: Promise<void>;
}

interface Entry {
  readonly id: string;
  readonly message: Readonly<Partial<Record<string, string>>>;
}

const BATCH = 200;
const BLOCK_MS = 500;
const RETRY_MS = 250;
/** Streams are cut at about this length. */
const TRIM = { strategy: 'MAXLEN', strategyModifier: '~', threshold: 100_000 } as const;

/** Starts to handle the messages of a topic: first those that a killed predecessor had read, then new ones. */
export function startConsumer(options: ConsumerOptions): Consumer {
  const { topic, group, redis, recorder, signal } = options;
  let failingSinceMs: number | undefined;

  /** Handles messages until that succeeds. */
  async function finish(entries: readonly Entry[]): Promise<void> {
    const startMs = performance.now();
    while (!signal.aborted) {
      try {
        await handleOnce(options, entries, startMs);
        failingSinceMs = undefined;
        return;
      } catch (error) {
        failingSinceMs ??= Date.now();
        recorder.error(codeOf(error), 'consumer');
        await delay(RETRY_MS);
      }
    }
  }

  async function run(): Promise<void> {
    await createGroup(redis, topic, group);
    // Reading waits, and other commands of the same connection would wait with it.
    const reader = await redis.duplicate().connect();
    while (!signal.aborted) {
      // One program of each stage runs at a time, so nobody else is still at work on what is claimed.
      const { messages } = await reader.xAutoClaim(topic, group, group, 0, '0-0', { COUNT: BATCH });
      const claimed = messages.filter((message) => message !== null);
      if (claimed.length === 0) break;
      await finish(claimed);
    }
    while (!signal.aborted) {
      const streams = await reader
        .xReadGroup(group, group, { key: topic, id: '>' }, { COUNT: BATCH, BLOCK: BLOCK_MS })
        .catch(() => delay(RETRY_MS, null));
      const [stream] = Array.isArray(streams) ? streams : [];
      if (stream !== undefined) await finish(stream.messages);
    }
    reader.destroy();
  }

  return { failingSinceMs: () => failingSinceMs, end: run() };
}

/** Handles messages; what they lead to is sent in the same transaction that acknowledges them. */
async function handleOnce(
  { topic, group, handle, redis, recorder }: ConsumerOptions,
  entries: readonly Entry[],
  startMs: number,
): Promise<void> {
  const handled = await handle(entries.map(({ message }) => message.message ?? ''));
  const transaction = redis.multi();
  for (const { topic: to, message } of handled.messages) transaction.xAdd(to, '*', { message }, { TRIM });
  const ids = entries.map(({ id }) => id);
  await transaction.xAck(topic, group, ids).exec();
  const seconds = (performance.now() - startMs) / 1000;
  for (const outcome of handled.outcomes) recorder.record({ topic, ...outcome, seconds });
  // It is done: what goes wrong here is made good with the next messages.
  await handled.whenSent?.().catch((error: unknown) => recorder.error(codeOf(error), 'consumer'));
}

/** Messages of a topic that a group has not finished: not read yet, or read and not acknowledged. */
export async function consumerLag(redis: Redis, topic: Topic, group: string): Promise<number> {
  const groups = await redis.xInfoGroups(topic);
  const own = groups.find(({ name }) => name === group);
  return own === undefined ? redis.xLen(topic) : own.lag + own.pending;
}

/** Whether a message, or a later one, was given to the group. */
export async function isDelivered(redis: Redis, topic: Topic, group: string, id: string): Promise<boolean> {
  const groups = await redis.xInfoGroups(topic);
  const delivered = groups.find(({ name }) => name === group)?.['last-delivered-id'] ?? '0-0';
  const [ms, count] = partsOf(id);
  const [lastMs, lastCount] = partsOf(delivered);
  return lastMs > ms || (lastMs === ms && lastCount >= count);
}

/** Milliseconds and count of an id. */
function partsOf(id: string): readonly [ms: number, count: number] {
  const [ms, count] = id.split('-').map(Number);
  return [ms, count];
}

async function createGroup(redis: Redis, topic: Topic, group: string): Promise<void> {
  try {
    await redis.xGroupCreate(topic, group, '0', { MKSTREAM: true });
  } catch (error) {
    if (!String(error).includes('BUSYGROUP')) throw error;
  }
}

/** PostgreSQL's or Node.js's code of an error, or its class. */
function codeOf(error: unknown): string {
  if (!(error instanceof Error)) return 'unknown';
  return 'code' in error && typeof error.code === 'string' ? error.code : error.name;
}
