import type { Samples } from 'telltale-example-support/proving';
import { fetchSamples, freePort, openBench, sumOf } from 'telltale-example-support/proving';
import { askDatabase } from 'telltale-example-support/servers';
import { waitFor } from 'telltale-example-support/waiting';
import type { Arrival, Receivers } from 'telltale-example-support/watching';
import { startReceivers } from 'telltale-example-support/watching';

import type { SiteName } from '../sites.ts';
import { METRICS_PATH, SITE_NAMES, addressOf, portVariable } from '../sites.ts';
import type { Site } from '../src/demo/site.ts';
import { SITE } from '../src/demo/site.ts';
import { CONFIG, loadProgram, startBackend } from '../src/demo/start-backend.ts';
import { upload } from '../src/load/upload.ts';
import type { Sample } from '../src/samples/sample.ts';
import type { Redis } from '../src/store/connections.ts';
import { connectRedis } from '../src/store/connections.ts';
import type { TaskRow } from '../src/store/tasks.ts';

/** What proofs work with: a backend with workers and people, a station that watches them, and receivers. */
export interface Bench {
  readonly stationUrl: string;
  /** Where the parts are now. */
  readonly site: () => Site;
  /** `http://host:port` of what listens. */
  readonly urlOf: (name: SiteName) => string;
  /** What it says of itself. */
  readonly metricsOf: (name: SiteName) => Promise<Samples>;
  /** Sends a file to the backend; the result is the id of its task. */
  readonly upload: (file: Pick<Sample, 'name' | 'content'>) => Promise<string>;
  /** A task, when it has ended. */
  readonly ended: (id: string) => Promise<TaskRow>;
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

/** Starts everything on free ports. Throws where a server or an exporter is not installed. */
export function createBench(): Promise<Bench> {
  return openBench('cad-extraction', async ({ folder, onClose }) => {
    const ports: Record<string, string> = {};
    for (const name of SITE_NAMES) ports[portVariable(name)] = String(await freePort());
    const port = String(await freePort());
    const arrivals: Arrival[] = [];
    const receivers = await startReceivers(CONFIG, (arrival) => arrivals.push(arrival));
    onClose(() => receivers.close());
    const backend = await startBackend({
      folder,
      port,
      ports,
      receivers: receivers.variables,
      signal: AbortSignal.timeout(START_WITHIN_MS),
    });
    onClose(() => backend.stop());
    const stationUrl = `http://127.0.0.1:${port}`;
    await waitFor('the station', async () => (await fetch(`${stationUrl}/-/ready`)).ok);
    backend.start(loadProgram(ports));
    const { adminUrl, redisSocket } = SITE.read(folder);
    const redis = await connectRedis(redisSocket);
    onClose(() => redis.destroy());
    const urlOf = (name: SiteName) => `http://${addressOf(name, ports)}`;
    const metricsOf: Bench['metricsOf'] = (name) =>
      fetchSamples(`${urlOf(name)}${name === 'backend' ? METRICS_PATH : '/metrics'}`);
    const isRead = async () => {
      const label = 'task_type="step",status="success"';
      return sumOf(await metricsOf('extraction_worker'), 'extraction_tasks_total', label) > 0;
    };
    await waitFor('the first assembly to be read', isRead, START_WITHIN_MS);
    return {
      stationUrl,
      site: () => SITE.read(folder),
      urlOf,
      metricsOf,
      upload: (file) => upload(file, ports),
      ended: (id) => endedTask(`${urlOf('backend')}/api/v1/tasks/${id}`),
      ask: (sql) => askDatabase(adminUrl, sql),
      redis,
      arrivals,
      refused: receivers.refused,
    };
  });
}

async function endedTask(url: string): Promise<TaskRow> {
  let task: TaskRow | undefined;
  await waitFor('the end of the task', async () => {
    task = (await (await fetch(url)).json()) as TaskRow;
    return task.status !== 'queued';
  });
  if (!task) throw new Error(`${url} has no task`);
  return task;
}
