import { createServer } from 'node:http';
import type { RequestListener, Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import type { WebhookPayload } from '@telltale/alerting';
import { freePort } from '../support/free-port.ts';
import { ROOT, stopProgram } from '../support/program.ts';
import { queryInstant, startStation } from '../support/telltale.ts';
import { waitFor } from '../support/wait-for.ts';

export const RACKS = 500;
export const MACHINES = 20;
/** Unless another one is asked for. */
export const SCRAPE_INTERVAL_MS = 2000;

/** A message of the storm. */
export interface StormMessage {
  readonly atMs: number;
  readonly payload: WebhookPayload;
}

/** A real station that scrapes machines, which all break at once. */
export interface StormBench {
  readonly messages: readonly StormMessage[];
  /** From now on all machines are broken, or whole again. */
  setBroken(isBroken: boolean): void;
  /** Scrapes of the last so many seconds: when they happened, in ms, ascending. */
  scrapes(windowSeconds: number): Promise<readonly number[]>;
  /** The longest the station has needed to answer a request for its health. */
  slowestAnswerMs(): number;
  stop(): Promise<void>;
}

/** Starts the station, and waits until it knows all machines. */
export async function startStorm(
  folder: string,
  intervalMs: 2000 | 4000 = SCRAPE_INTERVAL_MS,
): Promise<StormBench> {
  let isBroken = false;
  const messages: StormMessage[] = [];
  const target = await listen((_request, response) => {
    response.setHeader('content-type', 'text/plain; version=0.0.4');
    response.end(`# TYPE machine_broken gauge\n${lines(isBroken).join('\n')}\n`);
  });
  const sink = await listen((request, response) => {
    void request.toArray().then((chunks) => {
      messages.push({ atMs: Date.now(), payload: JSON.parse(Buffer.concat(chunks).toString('utf8')) });
      return response.end();
    }, ignore);
  });
  process.env['STORM_INTERVAL_MS'] = String(intervalMs);
  process.env['STORM_TARGET'] = addressOf(target);
  process.env['STORM_SINK'] = `http://${addressOf(sink)}/`;
  const config = join(ROOT, 'test/faults/fixtures/storm.config.ts');
  const station = await startStation(await freePort(), folder, ['--no-host', '--config', config]);
  await waitFor('all machines to be known', async () => {
    const [sample] = await queryInstant(station.url, 'count(machine_broken)');
    return Number(sample?.value[1]) === RACKS * MACHINES;
  });
  const pulse = watchPulse(station.url);
  return {
    messages,
    setBroken: (next) => (isBroken = next),
    scrapes: async (windowSeconds) => {
      const query = `machine_broken{rack="0",machine="0"}[${windowSeconds}s]`;
      const [series] = await queryInstant(station.url, query);
      const { values } = series as unknown as { values: readonly [number, string][] };
      return values.map(([seconds]) => seconds * 1000);
    },
    slowestAnswerMs: () => pulse.slowestMs(),
    stop: async () => {
      pulse.stop();
      await stopProgram(station);
      for (const server of [target, sink]) {
        server.close();
        server.closeAllConnections();
      }
    },
  };
}

/** Who sends has gone: nothing was sent. */
function ignore(): void {}

function lines(isBroken: boolean): readonly string[] {
  return Array.from({ length: RACKS * MACHINES }, (_, i) => {
    const [rack, machine] = [Math.floor(i / MACHINES), i % MACHINES];
    return `machine_broken{rack="${rack}",machine="${machine}"} ${isBroken ? 1 : 0}`;
  });
}

async function listen(listener: RequestListener): Promise<Server> {
  const server = createServer(listener);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return server;
}

function addressOf(server: Server): string {
  return `127.0.0.1:${(server.address() as AddressInfo).port}`;
}

/** Asks ten times a second whether the station lives: an event loop that is held up answers late. */
function watchPulse(url: string) {
  let slowestMs = 0;
  const timer = setInterval(() => {
    const startedMs = performance.now();
    void fetch(`${url}/-/healthy`).then(
      () => (slowestMs = Math.max(slowestMs, performance.now() - startedMs)),
      () => undefined,
    );
  }, 100);
  return { slowestMs: () => slowestMs, stop: () => clearInterval(timer) };
}
