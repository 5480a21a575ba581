import { setTimeout as delay } from 'node:timers/promises';
import type { MessageRecorder } from '@telltale/sdk';

import type { Redis } from '../servers/connect-redis.ts';
import type { Entry, Stage } from './stage.ts';

/** What a consumer works with. */
export interface ConsumerOptions {
  readonly stage: Stage;
  /** Its consumer group; the stage's service. */
  readonly group: string;
  readonly redis: Redis;
  readonly messages: MessageRecorder;
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

const BATCH = 200;
const BLOCK_MS = 500;
const RETRY_MS = 250;
/** Streams are cut at about this length. */
const KEPT_MESSAGES = 100_000;

/** Starts to handle the messages of a stage's topic: first those that a killed predecessor had read, then new ones. */
export function startConsumer(options: ConsumerOptions): Consumer {
  const { stage, group, redis, signal } = options;
  const { topic } = stage;
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
        options.messages.error(codeOf(error), 'consumer');
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
      await finish(claimed.map(toEntry));
    }
    while (!signal.aborted) {
      const streams = await reader
        .xReadGroup(group, group, { key: topic, id: '>' }, { COUNT: BATCH, BLOCK: BLOCK_MS })
        .catch(() => delay(RETRY_MS, null));
      const [stream] = Array.isArray(streams) ? streams : [];
      if (stream !== undefined) await finish(stream.messages.map(toEntry));
    }
    reader.destroy();
  }

  return { failingSinceMs: () => failingSinceMs, end: run() };
}

/** Handles messages; what they lead to is sent in the same transaction that acknowledges them. */
async function handleOnce(
  { stage, group, redis, messages }: ConsumerOptions,
  entries: readonly Entry[],
  startMs: number,
): Promise<void> {
  const handled = await stage.handle(entries);
  const transaction = redis.multi();
  const TRIM = { strategy: 'MAXLEN', strategyModifier: '~', threshold: KEPT_MESSAGES } as const;
  for (const { topic, fields } of handled.messages) transaction.xAdd(topic, '*', fields, { TRIM });
  transaction.xAck(
    stage.topic,
    group,
    entries.map(({ id }) => id),
  );
  await transaction.exec();
  const seconds = (performance.now() - startMs) / 1000;
  for (const outcome of handled.outcomes) messages.record({ topic: stage.topic, ...outcome, seconds });
  // It is done: what goes wrong here is made good with the next messages.
  await handled.whenSent?.().catch((error: unknown) => messages.error(codeOf(error), 'consumer'));
}

/** Messages of a topic that a group has not finished: not read yet, or read and not acknowledged. */
export async function consumerLag(redis: Redis, topic: string, group: string): Promise<number> {
  const groups = await redis.xInfoGroups(topic);
  const own = groups.find(({ name }) => name === group);
  return own === undefined ? redis.xLen(topic) : own.lag + own.pending;
}

async function createGroup(redis: Redis, topic: string, group: string): Promise<void> {
  try {
    await redis.xGroupCreate(topic, group, '0', { MKSTREAM: true });
  } catch (error) {
    if (!String(error).includes('BUSYGROUP')) throw error;
  }
}

function toEntry({ id, message }: { readonly id: string; readonly message: Entry['fields'] }): Entry {
  return { id, fields: message };
}

/** PostgreSQL's or Node.js's code of an error, or its class. */
function codeOf(error: unknown): string {
  if (!(error instanceof Error)) return 'unknown';
  return 'code' in error && typeof error.code === 'string' ? error.code : error.name;
}
