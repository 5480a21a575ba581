import type { Samples } from 'telltale-example-support/proving';
import { fetchSamples, freePort, openBench, sumOf } from 'telltale-example-support/proving';
import { askDatabase } from 'telltale-example-support/servers';
import { waitFor } from 'telltale-example-support/waiting';
import type { Arrival, Receivers } from 'telltale-example-support/watching';
import { startReceivers } from 'telltale-example-support/watching';

import type { Site } from '../src/demo/site.ts';
import { SITE } from '../src/demo/site.ts';
import { CONFIG, loadProgram, startGateway, untilReady } from '../src/demo/start-gateway.ts';
import type { SiteName } from '../sites.ts';
import { SITE_NAMES, addressOf, portVariable } from '../sites.ts';

/** What proofs work with: a gateway with all that it needs, a station that watches it, and receivers. */
export interface Bench {
  /** A temporary folder. */
  readonly folder: string;
  readonly stationUrl: string;
  /** Where the parts are now. */
  readonly site: () => Site;
  /** `http://host:port` of a program. */
  readonly urlOf: (name: SiteName) => string;
  /** What a program says of itself. */
  readonly metricsOf: (name: SiteName) => Promise<Samples>;
  /** Rows of the database. */
  readonly ask: <Row extends object>(sql: string) => Promise<readonly Row[]>;
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
  return openBench('gateway', async ({ folder, onClose }) => {
    const ports: Record<string, string> = {};
    for (const name of SITE_NAMES) ports[portVariable(name)] = String(await freePort());
    const port = String(await freePort());
    const arrivals: Arrival[] = [];
    const receivers = await startReceivers(CONFIG, (arrival) => arrivals.push(arrival));
    onClose(() => receivers.close());
    const gateway = await startGateway({ folder, port, ports, receivers: receivers.variables });
    onClose(() => gateway.stop());
    await untilReady(ports, AbortSignal.timeout(START_WITHIN_MS));
    const stationUrl = `http://127.0.0.1:${port}`;
    await waitFor('the station', async () => (await fetch(`${stationUrl}/-/ready`)).ok);
    gateway.start(loadProgram(ports));
    const urlOf = (name: SiteName) => `http://${addressOf(name, ports)}`;
    await waitFor('answers of both providers', async () => {
      const samples = await fetchSamples(`${urlOf('gateway')}/metrics`);
      const isAsked = (name: string) => sumOf(samples, 'ai_requests_total', `provider="${name}"`) > 0;
      // An answer is counted last of all, when it was sent.
      return ['local', 'distant'].every(isAsked) && sumOf(samples, 'http_requests_total', '"200"') >= 10;
    });
    const { adminUrl } = SITE.read(folder);
    return {
      folder,
      stationUrl,
      site: () => SITE.read(folder),
      urlOf,
      metricsOf: (name) => fetchSamples(`${urlOf(name)}/metrics`),
      ask: (sql) => askDatabase(adminUrl, sql),
      arrivals,
      refused: receivers.refused,
    };
  });
}
