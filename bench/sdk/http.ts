/*
 * What recording a request costs: servers that answer a short text, bare and instrumented, each in a process
 * of its own, in turns. CPU time of the server per request is the sound figure: the lowest of the rounds, since
 * everything else that runs on the machine only adds to it.
 * `ONLY=node,fastify` measures some of them.
 */
import type { BenchServer } from './http-load.ts';
import { fire, pinLoad, startServer } from './http-load.ts';
import { median } from './rounds.ts';

const ROUNDS = Number(process.env.ROUNDS ?? 9);
const SECONDS = Number(process.env.SECONDS ?? 1.5);
const CONNECTIONS = 32;

const CONTESTS: Readonly<Record<string, readonly string[]>> = {
  node: ['bare', 'telltale', 'prom-client by hand'],
  fastify: [
    'bare',
    'telltale',
    'prom-client by hand',
    'fastify-metrics 12 (prom-client)',
    'fastify-metrics 14',
  ],
  express: ['bare', 'telltale', 'prom-client by hand', 'express-prom-bundle'],
};

interface Round {
  readonly requestsPerSecond: number;
  readonly cpuMicroseconds: number;
}

pinLoad();
const wanted = process.env.ONLY?.split(',') ?? Object.keys(CONTESTS);
for (const framework of wanted) await compare(framework, CONTESTS[framework] ?? []);

async function compare(framework: string, names: readonly string[]): Promise<void> {
  const servers: BenchServer[] = [];
  for (const name of names) servers.push(await startServer(`${framework} ${name}`));
  try {
    const rounds = names.map((): Round[] => []);
    for (const server of servers) await fire(server.port, { connections: CONNECTIONS, seconds: 1 });
    for (let round = 0; round < ROUNDS; round++) {
      for (const [i, server] of servers.entries()) rounds[i].push(await measure(server));
    }
    for (const [i, name] of names.entries()) print(`${framework} ${name}`, rounds[i], rounds[0]);
  } finally {
    await Promise.all(servers.map((server) => server.stop()));
  }
}

async function measure(server: BenchServer): Promise<Round> {
  const before = await server.usage();
  const startedMs = performance.now();
  const { length } = await fire(server.port, { connections: CONNECTIONS, seconds: SECONDS });
  const elapsedMs = performance.now() - startedMs;
  const after = await server.usage();
  return {
    requestsPerSecond: (length / elapsedMs) * 1000,
    cpuMicroseconds: (after.cpuMicroseconds - before.cpuMicroseconds) / length,
  };
}

function print(name: string, rounds: readonly Round[], bare: readonly Round[]): void {
  const cpu = lowestCpu(rounds);
  const added = cpu - lowestCpu(bare);
  const rate = median(rounds.map(({ requestsPerSecond }) => requestsPerSecond));
  const share = median(rounds.map((round, i) => round.requestsPerSecond / bare[i].requestsPerSecond));
  console.log(
    `${name.padEnd(44)} ${cpu.toFixed(2).padStart(7)} µs CPU/request (+${added.toFixed(2)})  ${rate.toFixed(0)} requests/s (${share.toFixed(2)} of bare)`,
  );
}

function lowestCpu(rounds: readonly Round[]): number {
  return Math.min(...rounds.map(({ cpuMicroseconds }) => cpuMicroseconds));
}
