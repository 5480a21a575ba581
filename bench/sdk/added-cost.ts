/*
 * What is added to a bare server: latency of the slowest hundredth, CPU, memory and start-up, at 2,000 requests a
 * second and one scrape. Each is the lowest of its rounds: everything else that runs on the machine only adds to it.
 */
import type { BenchServer } from './http-load.ts';
import { fire, pinLoad } from './http-load.ts';

const REQUESTS_PER_SECOND = 2000;
const SECONDS = Number(process.env.SECONDS ?? 5);
const ROUNDS = Number(process.env.ROUNDS ?? 5);
const STARTS = Number(process.env.STARTS ?? 9);
const CONNECTIONS = 16;
const SCRAPE_EVERY_MS = 1000;

/** A server that others are compared with, or that is compared. */
export interface Contender {
  readonly name: string;
  readonly start: () => Promise<BenchServer>;
}

interface Figures {
  readonly p99Ms: number;
  readonly cpuShare: number;
  readonly rssBytes: number;
}

/** Measures all in turns and prints what each adds to the first, which is bare. */
export async function compareAddedCost(contenders: readonly Contender[]): Promise<void> {
  pinLoad();
  const startUps = await measureStartUps(contenders);
  const rounds = await measureLoads(contenders);
  const bare = { startUps: startUps[0], rounds: rounds[0] };
  for (const [i, { name }] of contenders.entries())
    print(name, { startUps: startUps[i], rounds: rounds[i] }, bare);
}

async function measureStartUps(contenders: readonly Contender[]): Promise<number[][]> {
  const measured = contenders.map((): number[] => []);
  for (let turn = 0; turn < STARTS; turn++) {
    for (const [i, { start }] of contenders.entries()) {
      const server = await start();
      measured[i].push(server.startUpMs);
      await server.stop();
    }
  }
  return measured;
}

async function measureLoads(contenders: readonly Contender[]): Promise<Figures[][]> {
  const servers: BenchServer[] = [];
  for (const { start } of contenders) servers.push(await start());
  try {
    const measured = contenders.map((): Figures[] => []);
    const load = { connections: CONNECTIONS, seconds: 2, requestsPerSecond: REQUESTS_PER_SECOND };
    for (const server of servers) await fire(server.port, load);
    for (let round = 0; round < ROUNDS; round++) {
      for (const [i, server] of servers.entries()) measured[i].push(await measure(server));
    }
    return measured;
  } finally {
    await Promise.all(servers.map((server) => server.stop()));
  }
}

async function measure(server: BenchServer): Promise<Figures> {
  const before = await server.usage();
  const startedMs = performance.now();
  const scrapes = setInterval(() => void scrape(server), SCRAPE_EVERY_MS);
  const latenciesMs = await fire(server.port, {
    connections: CONNECTIONS,
    seconds: SECONDS,
    requestsPerSecond: REQUESTS_PER_SECOND,
  });
  clearInterval(scrapes);
  const elapsedMs = performance.now() - startedMs;
  const after = await server.usage();
  return {
    p99Ms: latenciesMs.toSorted((a, b) => a - b)[Math.floor(latenciesMs.length * 0.99)],
    cpuShare: (after.cpuMicroseconds - before.cpuMicroseconds) / 1000 / elapsedMs,
    rssBytes: after.rssBytes,
  };
}

/** The bare server has no page and answers 404, which costs it as much as any request. */
async function scrape({ port }: BenchServer): Promise<void> {
  const response = await fetch(`http://127.0.0.1:${port}/metrics`);
  await response.text();
}

interface Measured {
  readonly startUps: readonly number[];
  readonly rounds: readonly Figures[];
}

function print(name: string, { startUps, rounds }: Measured, bare: Measured): void {
  const lowest = (figures: readonly Figures[], read: (one: Figures) => number) =>
    Math.min(...figures.map(read));
  const added = (read: (one: Figures) => number) => lowest(rounds, read) - lowest(bare.rounds, read);
  const startUpMs = Math.min(...startUps);
  const cells = [
    `p99 +${(added(({ p99Ms }) => p99Ms) * 1000).toFixed(0)} µs`,
    `CPU +${(added(({ cpuShare }) => cpuShare) * 100).toFixed(2)} % of a core`,
    `RSS +${(added(({ rssBytes }) => rssBytes) / 1e6).toFixed(1)} MB`,
    `start-up +${(startUpMs - Math.min(...bare.startUps)).toFixed(0)} ms`,
  ];
  const cpu = (lowest(rounds, ({ cpuShare }) => cpuShare) * 100).toFixed(1);
  console.log(`${name.padEnd(54)} ${cells.join('  ')}  (CPU ${cpu} %, start-up ${startUpMs.toFixed(0)} ms)`);
}
