import { setTimeout as delay } from 'node:timers/promises';
import { instrument } from '@telltale/sdk';

import definition from '../../telltale.config.ts';
import { portOf } from '../../sites.ts';
import { SEARCH } from '../queue/queue.ts';
import { connectRedis, openDatabase } from '../store/connections.ts';
import { createTasks } from '../store/tasks.ts';

// Makes findable what the extraction has found.
const NAME = 'search';
const AGAIN_AFTER_MS = 250;

const t = instrument(definition, { handleSignals: true });
const database = openDatabase(2);
t.databases.watchPool(database, 'cad');
t.databases.watchQueries(database);
const tasks = createTasks(database);
const redis = await connectRedis();
await t.serve({ port: portOf('search_worker') });

async function work(): Promise<void> {
  while (!t.lifecycle.signal.aborted) {
    try {
      const entry = await SEARCH.take(redis, NAME);
      if (!entry) continue;
      await tasks.index(entry.id);
      await entry.settle();
    } catch {
      await delay(AGAIN_AFTER_MS);
      // What could not be done waits again.
      await SEARCH.recover(redis, NAME).catch(() => undefined);
    }
  }
}

await SEARCH.recover(redis, NAME);
const working = work();
t.lifecycle.onShutdown('search', async () => {
  await working;
  redis.destroy();
  await database.end();
});
t.ready();
