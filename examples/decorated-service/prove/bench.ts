import type { Samples } from 'telltale-example-support/proving';
import { fetchSamples, freePort, openBench } from 'telltale-example-support/proving';
import type { Arrival, Receivers } from 'telltale-example-support/watching';
import { startReceivers } from 'telltale-example-support/watching';

import { CONFIG, startShop, untilReady } from '../src/demo/start-shop.ts';
import { setFault } from '../src/faults/set-fault.ts';
import type { FaultName } from '../src/faults/faults.ts';
import type { ProgramName } from '../src/sites.ts';
import { PROGRAMS, addressOf, portVariable } from '../src/sites.ts';

/** What proofs work with: a shop with customers, a station that watches it, and a receiver. */
export interface Bench {
  readonly stationUrl: string;
  /** `http://host:port` of a program. */
  readonly urlOf: (program: ProgramName) => string;
  /** What a program says of itself. */
  readonly metricsOf: (program: ProgramName) => Promise<Samples>;
  /** Asks the station's own API, below `/api/telltale/`. */
  readonly ask: <Answer>(path: string, parameters: Readonly<Record<string, string>>) => Promise<Answer>;
  /** File of the log of a program. */
  readonly logOf: (program: ProgramName) => string;
  readonly setFault: (fault: FaultName, isOn: boolean) => Promise<void>;
  /** What the receiver was told, in order. */
  readonly arrivals: readonly Arrival[];
  readonly refused: Receivers['refused'];
  /** Ends everything and removes it. */
  close(): Promise<void>;
}

const START_WITHIN_MS = 90_000;

/** Starts everything on free ports. Throws where PostgreSQL is not installed. */
export function createBench(): Promise<Bench> {
  return openBench('shop', async ({ folder, onClose }) => {
    const ports: Record<string, string> = {};
    for (const program of PROGRAMS) ports[portVariable(program)] = String(await freePort());
    const port = String(await freePort());
    const arrivals: Arrival[] = [];
    const receivers = await startReceivers(CONFIG, (arrival) => arrivals.push(arrival));
    onClose(() => receivers.close());
    const shop = await startShop({ folder, port, ports, receivers: receivers.variables });
    onClose(() => shop.stop());
    await untilReady({ ...ports, TELLTALE_PORT: port }, AbortSignal.timeout(START_WITHIN_MS));
    const stationUrl = `http://127.0.0.1:${port}`;
    const urlOf = (program: ProgramName) => `http://${addressOf(program, ports)}`;
    return {
      stationUrl,
      urlOf,
      metricsOf: (program) => fetchSamples(`${urlOf(program)}/metrics`),
      ask: (path, parameters) => askStation(stationUrl, path, parameters),
      logOf: shop.logOf,
      setFault: (fault, isOn) => setFault(fault, isOn, ports),
      arrivals,
      refused: receivers.refused,
    };
  });
}

async function askStation<Answer>(
  stationUrl: string,
  path: string,
  parameters: Readonly<Record<string, string>>,
): Promise<Answer> {
  const query = new URLSearchParams(parameters).toString();
  const response = await fetch(`${stationUrl}/api/telltale/${path}?${query}`);
  const text = await response.text();
  if (!response.ok) throw new Error(`${path} answers ${response.status}: ${text}`);
  // As the caller says that the route answers.
  return JSON.parse(text) as Answer;
}
