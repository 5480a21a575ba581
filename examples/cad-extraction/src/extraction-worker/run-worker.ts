import { setTimeout as delay } from 'node:timers/promises';
import type { Telemetry } from '@telltale/sdk';
import type { MetricDeclarations } from '@telltale/sdk/define';

import { createParserProcess } from '../parsing/parser-process.ts';
import { EXTRACTION } from '../queue/queue.ts';
import { connectRedis, openDatabase } from '../store/connections.ts';
import { createTasks } from '../store/tasks.ts';
import { createExtraction } from './extract.ts';

const AGAIN_AFTER_MS = 250;
/** A file that is not read by then will not be read at all. */
const TIMEOUT_MS = Number(process.env.PARSE_TIMEOUT_MS ?? 15 * 60_000);

/** What a worker tells of itself by. */
type Instruments = Pick<Telemetry<MetricDeclarations>, 'tasks' | 'databases' | 'lifecycle' | 'ready'>;

/** Extracts what waits, one file at a time, until the end. */
export async function runWorker(t: Instruments, name: string): Promise<void> {
  const database = openDatabase(2);
  t.databases.watchPool(database, 'cad');
  t.databases.watchQueries(database);
  const redis = await connectRedis();
  // Taking waits, and other commands of the same connection would wait with it.
  const taker = await redis.duplicate().connect();
  const parser = createParserProcess(TIMEOUT_MS);
  const { signal } = t.lifecycle;
  const tasks = createTasks(database);
  const extract = createExtraction({ recorder: t.tasks, tasks, redis, parser, signal });

  const work = async () => {
    await EXTRACTION.recover(redis, name);
    t.ready();
    while (!signal.aborted) {
      const entry = await EXTRACTION.take(taker, name).catch(() => delay(AGAIN_AFTER_MS, undefined));
      if (entry) await extract(entry).catch(() => delay(AGAIN_AFTER_MS));
    }
  };
  const working = work();
  t.lifecycle.onShutdown('worker', async () => {
    // What is half read is left: the next program under this name takes it up.
    parser.end();
    await working;
    for (const client of [taker, redis]) client.destroy();
    await database.end();
  });
  await working;
}
