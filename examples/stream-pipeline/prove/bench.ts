import { join } from 'node:path';
import type { Samples } from 'telltale-example-support/proving';
import { fetchSamples, freePort, openBench } from 'telltale-example-support/proving';
import { askDatabase } from 'telltale-example-support/servers';
import { waitFor } from 'telltale-example-support/waiting';
import type { Arrival, Receivers } from 'telltale-example-support/watching';
import { startReceivers } from 'telltale-example-support/watching';

import type { Site } from '../src/demo/site.ts';
import { SITE } from '../src/demo/site.ts';
import { startPipeline } from '../src/demo/start-pipeline.ts';
import { CONFIG, pipelineStation } from '../src/demo/station-program.ts';
import { untilReady } from '../src/demo/until-ready.ts';
import type { Redis } from '../src/stage/connections.ts';
import { connectRedis } from '../src/stage/connections.ts';
import type { StageName } from '../src/stages.ts';
import { STAGE_NAMES, addressOf, portVariable } from '../src/stages.ts';

/** What proofs work with: a pipeline, a station that watches it, and receivers. */
export interface Bench {
  /** A temporary folder. */
  readonly folder: string;
  readonly stationUrl: string;
  /** Starts another station on the pipeline, with other variables. */
  readonly startStation: (extra: Readonly<Record<string, string>>) => Promise<unknown>;
  /** Where the parts of the pipeline are now. */
  readonly site: () => Site;
  /** `http://host:port` of a stage. */
  readonly urlOf: (stage: StageName) => string;
  /** What a stage says of itself. */
  readonly metricsOf: (stage: StageName) => Promise<Samples>;
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

const START_WITHIN_MS = 90_000;

/** Starts everything on free ports. Throws where PostgreSQL or Redis is not installed. */
export function createBench(): Promise<Bench> {
  return openBench('pipeline', async ({ folder, onClose }) => {
    const ports: Record<string, string> = {};
    for (const stage of STAGE_NAMES) ports[portVariable(stage)] = String(await freePort());
    const arrivals: Arrival[] = [];
    const receivers = await startReceivers(CONFIG, (arrival) => arrivals.push(arrival));
    onClose(() => receivers.close());
    const pipeline = await startPipeline(folder, ports);
    onClose(() => pipeline.stop());
    const startStation = async (extra: Readonly<Record<string, string>>) => {
      const port = String(await freePort());
      const url = `http://127.0.0.1:${port}`;
      const variables = { ...ports, ...receivers.variables, ...extra };
      pipeline.start(pipelineStation(join(folder, `station-${port}`), port, variables));
      await waitFor('the station', async () => (await fetch(`${url}/-/ready`)).ok);
      return url;
    };
    await untilReady(ports, AbortSignal.timeout(START_WITHIN_MS));
    const stationUrl = await startStation({});
    const { adminUrl, redisSocket } = SITE.read(folder);
    const redis = await connectRedis(redisSocket);
    onClose(() => redis.destroy());
    const urlOf = (stage: StageName) => `http://${addressOf(stage, ports)}`;
    return {
      folder,
      stationUrl,
      startStation,
      site: () => SITE.read(folder),
      urlOf,
      metricsOf: (stage) => fetchSamples(`${urlOf(stage)}/metrics`),
      ask: (sql) => askDatabase(adminUrl, sql),
      redis,
      arrivals,
      refused: receivers.refused,
    };
  });
}
