import type { ChildProcess } from 'node:child_process';
import { fork } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { Agent, request } from 'node:http';
import { join } from 'node:path';
import { build } from 'esbuild';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { ROOT } from '../support/program.ts';
import type { MeasuredServer, MemoryTaken, ProcessorTaken } from './sdk-cost-settings.ts';

/*
 * What the SDK may take of a service, as people were promised it. Processor time of the server's own process, the
 * median of rounds in turns with a server that has nothing: what else the machine does costs these nothing.
 */
const KIB = 1024;
const MIB = KIB * KIB;
const ROUNDS = 5;
const REQUESTS = 400;
const CONNECTIONS = 8;
const MAX_REQUEST_MS = 1;
const MAX_BASE_BYTES = 50 * MIB;
const MAX_SERIES_BYTES = KIB;
const SERIES = 10_000;
const SCRAPES = 10;
const SCRAPE_INTERVAL_MS = 15_000;
/** What "negligible" is held to. */
const MAX_CPU_SHARE = 0.01;

/** Within the repository, so that packages of others are found from there. */
function outputFolder(): string {
  const parent = join(ROOT, '.test');
  mkdirSync(parent, { recursive: true });
  return mkdtempSync(join(parent, 'sdk-cost-'));
}

/** The server with the SDK as JavaScript, as services have it: types are taken off by nobody while it runs. */
async function bundleServer(folder: string): Promise<string> {
  await build({
    entryPoints: [join(import.meta.dirname, 'sdk-cost-server.ts')],
    outdir: folder,
    outExtension: { '.js': '.mjs' },
    bundle: true,
    splitting: true,
    format: 'esm',
    platform: 'node',
    conditions: ['@telltale/source'],
    logLevel: 'error',
    plugins: [
      {
        name: 'packages of others stay where they are',
        setup: (bundle) => {
          bundle.onResolve({ filter: /^[^./]/ }, ({ path, kind }) =>
            kind === 'entry-point' || path.startsWith('@telltale/') ? undefined : { external: true },
          );
        },
      },
    ],
  });
  return join(folder, 'sdk-cost-server.mjs');
}

class MeasuredProcess {
  readonly #child: ChildProcess;
  readonly #agent = new Agent({ keepAlive: true, maxSockets: CONNECTIONS });
  #port = 0;

  constructor(program: string, kind: MeasuredServer) {
    this.#child = fork(program, [kind], { execArgv: ['--expose-gc'] });
  }

  async started(): Promise<this> {
    [this.#port] = (await once(this.#child, 'message')) as [number];
    return this;
  }

  async memory(): Promise<MemoryTaken> {
    this.#child.send('memory');
    const [taken] = (await once(this.#child, 'message')) as [MemoryTaken];
    return taken;
  }

  makeSeries(count: number): void {
    this.#child.send(count);
  }

  ask(path: string): Promise<string> {
    return new Promise((resolve, reject) => {
      const asked = request({ host: '127.0.0.1', port: this.#port, path, agent: this.#agent }, (response) => {
        let text = '';
        response.setEncoding('utf8').on('data', (chunk: string) => (text += chunk));
        response.on('end', () => resolve(text));
      });
      asked.on('error', reject).end();
    });
  }

  /** Processor time of so many answers. */
  async cpuMsOf(count: number, path: string): Promise<number> {
    const before = await this.#processor();
    await Promise.all(Array.from({ length: count }, () => this.ask(path)));
    const after = await this.#processor();
    return after.cpuMs - before.cpuMs;
  }

  async stop(): Promise<void> {
    this.#agent.destroy();
    const exit = once(this.#child, 'exit');
    this.#child.disconnect();
    await exit;
  }

  async #processor(): Promise<ProcessorTaken> {
    this.#child.send('processor');
    const [taken] = (await once(this.#child, 'message')) as [ProcessorTaken];
    return taken;
  }
}

const median = (values: readonly number[]): number =>
  values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)];

describe('the SDK in a service', () => {
  const folder = outputFolder();
  let program: string;
  let bare: MeasuredProcess;
  let sdk: MeasuredProcess;
  let expensive: MeasuredProcess;

  beforeAll(async () => {
    program = await bundleServer(folder);
    const kinds = ['bare', 'sdk', 'expensive'] as const;
    [bare, sdk, expensive] = await Promise.all(
      kinds.map((kind) => new MeasuredProcess(program, kind).started()),
    );
    for (const server of [bare, sdk, expensive]) await server.cpuMsOf(REQUESTS, '/hello');
  });
  afterAll(async () => {
    await Promise.all([bare, sdk, expensive].map((server) => server.stop()));
    rmSync(folder, { recursive: true });
  });

  test('costs less than a millisecond a request, which a middleware that takes longer does not', async () => {
    const added = { sdk: [] as number[], expensive: [] as number[] };
    for (let round = 0; round < ROUNDS; round++) {
      const bareMs = await bare.cpuMsOf(REQUESTS, '/hello');
      added.sdk.push((await sdk.cpuMsOf(REQUESTS, '/hello')) - bareMs);
      added.expensive.push((await expensive.cpuMsOf(REQUESTS, '/hello')) - bareMs);
    }
    expect(await sdk.ask('/metrics')).toContain('http_requests_total');
    expect(median(added.sdk) / REQUESTS).toBeLessThan(MAX_REQUEST_MS);
    expect(median(added.expensive) / REQUESTS).toBeGreaterThan(MAX_REQUEST_MS);
  });

  test('takes at most 50 MB more than the same service without it', async () => {
    const fresh = [new MeasuredProcess(program, 'bare'), new MeasuredProcess(program, 'sdk')];
    try {
      const [without, instrumented] = await Promise.all(
        fresh.map(async (server) => {
          await server.started();
          await server.ask('/hello');
          await server.ask('/metrics');
          return server.memory();
        }),
      );
      expect(instrumented.rssBytes - without.rssBytes).toBeLessThan(MAX_BASE_BYTES);
    } finally {
      await Promise.all(fresh.map((server) => server.stop()));
    }
  });

  test('takes at most a kilobyte a series, and at 15 s between scrapes next to no processor', async () => {
    const before = await sdk.memory();
    sdk.makeSeries(SERIES);
    const page = await sdk.ask('/metrics');
    expect(page.match(/^jobs_total\{/gm)).toHaveLength(SERIES);
    const after = await sdk.memory();
    const seriesBytes = (after.usedBytes - before.usedBytes) / SERIES;
    expect(seriesBytes).toBeGreaterThan(8);
    expect(seriesBytes).toBeLessThan(MAX_SERIES_BYTES);
    const scrapeMs = (await sdk.cpuMsOf(SCRAPES, '/metrics')) / SCRAPES;
    expect(scrapeMs).toBeGreaterThan(0);
    expect(scrapeMs / SCRAPE_INTERVAL_MS).toBeLessThan(MAX_CPU_SHARE);
  });
});
