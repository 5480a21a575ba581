import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { Client } from 'minio';
import type { GuardOrder } from 'telltale-example-support/servers';
import { orderServer, withDatabase } from 'telltale-example-support/servers';
import { untilAborted } from 'telltale-example-support/waiting';

import type { Site } from '../demo/site.ts';
import type { SiteName } from '../../sites.ts';
import { BUCKET, addressOf } from '../../sites.ts';

/** Something that goes wrong on purpose. */
export interface Fault {
  /** What happens, in plain words. */
  readonly what: string;
  /** The alerts that tell of it. */
  readonly alerts: readonly string[];
  /** The check of the gateway that fails. */
  readonly check?: string;
  /** Makes it happen until the signal is aborted, and then good again. */
  readonly run: (site: () => Site, signal: AbortSignal) => Promise<void>;
}

/** One order makes it wrong, another one good again. */
function ordered(server: 'postgres' | 'redis', wrong: GuardOrder, good: GuardOrder): Fault['run'] {
  return async (site, signal) => {
    orderServer(site()[server], wrong);
    await untilAborted(signal);
    orderServer(site()[server], good);
  };
}

/** What a provider is to do wrong. */
async function orderProvider(site: Site, name: SiteName, fault: object): Promise<void> {
  const url = `http://${addressOf(name, site.ports)}/fault`;
  await (await fetch(url, { method: 'PUT', body: JSON.stringify(fault) })).text();
}

function storageOf({ ports }: Site): Client {
  const [endPoint, port] = addressOf('storage', ports).split(':');
  return new Client({
    endPoint,
    port: Number(port),
    useSSL: false,
    accessKey: 'S3RVER',
    secretKey: 'S3RVER',
  });
}

function kill(pid: number): void {
  try {
    process.kill(pid, 'SIGKILL');
  } catch {}
}

/** All faults by name. */
export const FAULTS: Readonly<Record<string, Fault>> = {
  database: {
    what: 'PostgreSQL is stopped: no conversation can be kept',
    alerts: ['HighErrorRate'],
    check: 'database',
    run: ordered('postgres', 'stop', 'start'),
  },
  'frozen-database': {
    what: 'PostgreSQL is frozen (SIGSTOP): it keeps its connections and is silent',
    alerts: ['HighErrorRate'],
    check: 'database',
    run: ordered('postgres', 'freeze', 'thaw'),
  },
  cache: {
    what: 'Redis is stopped: answers are asked for again and again',
    alerts: [],
    check: 'redis',
    run: ordered('redis', 'stop', 'start'),
  },
  bucket: {
    what: 'the bucket of the transcripts is deleted',
    alerts: [],
    check: 'storage',
    run: async (site, signal) => {
      const storage = storageOf(site());
      // What is just being written makes it anew.
      while (await storage.bucketExists(BUCKET))
        rmSync(join(site().objects, BUCKET), {
          recursive: true,
          force: true,
          maxRetries: 20,
          retryDelay: 10,
        });
      await untilAborted(signal);
      await storage.makeBucket(BUCKET);
    },
  },
  provider: {
    what: 'the local provider is killed, again and again',
    alerts: ['AIServiceDown'],
    run: async (site, signal) => {
      while (!signal.aborted) {
        const { local } = site().pids;
        // It may have ended since.
        if (local !== undefined) kill(local);
        await untilAborted(signal, 100);
      }
    },
  },
  slow: {
    what: 'both providers take three seconds for an answer',
    alerts: ['HighResponseTime'],
    run: async (site, signal) => {
      for (const name of ['local', 'distant'] as const)
        await orderProvider(site(), name, { latencyMs: 3000 });
      await untilAborted(signal);
      await orderProvider(site(), 'local', { latencyMs: 0 });
      await orderProvider(site(), 'distant', { latencyMs: 40 });
    },
  },
  connections: {
    what: 'a report locks the conversations, so that all connections of the pool wait',
    alerts: ['DatabaseConnectionsHigh'],
    run: (site, signal) =>
      withDatabase(site().adminUrl, async (client) => {
        await client.query('begin');
        await client.query('lock table message in access exclusive mode');
        await untilAborted(signal);
        await client.query('rollback');
      }),
  },
};
