import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Client } from 'pg';

import type { Arrival } from '../src/demo/arrival.ts';
import type { Receivers } from '../src/demo/receivers.ts';
import { startReceivers } from '../src/demo/receivers.ts';
import { SERVICES, addressOf } from '../src/demo/services.ts';
import type { Site } from '../src/demo/site.ts';
import { readSite } from '../src/demo/site.ts';
import { startPipeline } from '../src/demo/start-pipeline.ts';
import { stationProgram } from '../src/demo/station-program.ts';
import { untilReady } from '../src/demo/until-ready.ts';
import type { Redis } from '../src/servers/connect-redis.ts';
import { connectRedis } from '../src/servers/connect-redis.ts';
import { freePort } from './free-port.ts';
import type { Samples } from './metrics-page.ts';
import { fetchSamples } from './metrics-page.ts';
import { waitFor } from './wait-for.ts';

/** What proofs work with: a pipeline, a station that watches it, and receivers. */
export interface Bench {
  /** A temporary folder. */
  readonly folder: string;
  readonly stationUrl: string;
  /** Starts another station on the pipeline, with other variables, and returns its address. */
  readonly startStation: (extra: Readonly<Record<string, string>>) => Promise<string>;
  /** Where the parts of the pipeline are now. */
  readonly site: () => Site;
  /** `http://host:port` of a service. */
  readonly urlOf: (service: string) => string;
  /** What a service says of itself. */
  readonly metricsOf: (service: string) => Promise<Samples>;
  /** Rows of the database. */
  readonly ask: <Row extends object>(sql: string) => Promise<readonly Row[]>;
  readonly redis: Redis;
  /** What receivers were told, in order. */
  readonly arrivals: readonly Arrival[];
  /** What they refused, and why. */
  readonly refused: Receivers['refused'];
  /** Ends everything and removes it. */
  close(): Promise<void>;
}

const TRADES_PER_SECOND = 100;

/** Starts everything on free ports. Throws where PostgreSQL or Redis is not installed. */
export async function createBench(): Promise<Bench> {
  const folder = mkdtempSync(join(tmpdir(), 'pipeline-proof-'));
  const closers: (() => unknown)[] = [() => rmSync(folder, { recursive: true, force: true })];
  const close = async () => {
    for (const closer of closers.toReversed()) await closer();
  };
  try {
    const ports: Record<string, string> = {};
    for (const { portVariable } of SERVICES) ports[portVariable] = String(await freePort());
    const receivers = await startReceivers(() => undefined);
    closers.push(() => receivers.close());
    const pipeline = await startPipeline({
      folder,
      variables: ports,
      tradesPerSecond: TRADES_PER_SECOND,
      restartAfterMs: 1000,
    });
    closers.push(pipeline.stop);
    await untilReady(ports, AbortSignal.timeout(60_000));
    const startStation = async (extra: Readonly<Record<string, string>>) => {
      const port = String(await freePort());
      const url = `http://127.0.0.1:${port}`;
      const variables = { ...ports, ...receivers.variables, ...extra };
      pipeline.start(stationProgram(join(folder, `station-${port}`), port, variables));
      await waitFor('the station', async () => (await fetch(`${url}/-/ready`)).ok);
      return url;
    };
    const stationUrl = await startStation({});
    const { adminUrl, redisSocket } = readSite(folder);
    const redis = await connectRedis(redisSocket);
    closers.push(() => redis.destroy());
    const urlOf = (name: string) => {
      const service = SERVICES.find((one) => one.name === name);
      if (service === undefined) throw new Error(`no service ${name}`);
      return `http://${addressOf(service, ports)}`;
    };
    return {
      folder,
      stationUrl,
      startStation,
      site: () => readSite(folder),
      urlOf,
      metricsOf: (name) => fetchSamples(`${urlOf(name)}/metrics`),
      ask: (sql) => askDatabase(adminUrl, sql),
      redis,
      arrivals: receivers.arrivals,
      refused: receivers.refused,
      close,
    };
  } catch (error) {
    await close();
    throw error;
  }
}

async function askDatabase<Row extends object>(url: string, sql: string): Promise<readonly Row[]> {
  const client = new Client(url);
  await client.connect();
  try {
    return (await client.query<Row>(sql)).rows;
  } finally {
    await client.end();
  }
}
