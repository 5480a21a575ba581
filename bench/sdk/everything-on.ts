/*
 * Everything on: requests, durations and the runtime of a Fastify service at 2,000 requests a second, scraped
 * every second. What is added to a bare server: latency of the slowest hundredth, CPU, memory and start-up. Each
 * is the lowest of its rounds: everything else that runs on the machine only adds to it.
 */
import type { BenchServer } from './http-load.ts';
import { fire, pinLoad, startServer } from './http-load.ts';

const REQUESTS_PER_SECOND = 2000;
const SECONDS = Number(process.env.SECONDS ?? 5);
const ROUNDS = Number(process.env.ROUNDS ?? 5);
const STARTS = Number(process.env.STARTS ?? 9);
const CONNECTIONS = 16;
const SCRAPE_EVERY_MS = 1000;

const NAMES = [
  'fastify bare',
  'everything telltale',
  'everything prom-client + fastify-metrics 12',
  'everything @prometheus-io/client + fastify-metrics 14',
  'everything OpenTelemetry',
];

interface Figures {
  readonly p99Ms: number;
  readonly cpuShare: number;
  readonly rssBytes: number;
}

pinLoad();
const startUps = await measureStartUps();
const rounds = await measureLoads();
const bare = { startUps: startUps[0], rounds: rounds[0] };
for (const [i, name] of NAMES.entries()) print(name, startUps[i], rounds[i]);

async function measureStartUps(): Promise<number[][]> {
  const measured = NAMES.map((): number[] => []);
  for (let start = 0; start < STARTS; start++) {
    for (const [i, name] of NAMES.entries()) {
      const server = await startServer(name);
      measured[i].push(server.startUpMs);
      await server.stop();
    }
  }
  return measured;
}

async function measureLoads(): Promise<Figures[][]> {
  const servers: BenchServer[] = [];
  for (const name of NAMES) servers.push(await startServer(name));
  try {
    const measured = NAMES.map((): Figures[] => []);
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

function print(name: string, starts: readonly number[], measured: readonly Figures[]): void {
  const added = (read: (figures: Figures) => number) =>
    Math.min(...measured.map(read)) - Math.min(...bare.rounds.map(read));
  const cells = [
    `p99 +${(added(({ p99Ms }) => p99Ms) * 1000).toFixed(0)} µs`,
    `CPU +${(added(({ cpuShare }) => cpuShare) * 100).toFixed(2)} % of a core`,
    `RSS +${(added(({ rssBytes }) => rssBytes) / 1e6).toFixed(1)} MB`,
    `start-up +${(Math.min(...starts) - Math.min(...bare.startUps)).toFixed(0)} ms`,
  ];
  const whole = `(CPU ${(Math.min(...measured.map(({ cpuShare }) => cpuShare)) * 100).toFixed(1)} %, start-up ${Math.min(...starts).toFixed(0)} ms)`;
  console.log(`${name.padEnd(54)} ${cells.join('  ')}  ${whole}`);
}
