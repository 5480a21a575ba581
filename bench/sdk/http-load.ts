import type { ChildProcess } from 'node:child_process';
import { execFileSync, fork } from 'node:child_process';
import { once } from 'node:events';
import { createRequire } from 'node:module';
import { join } from 'node:path';

/** What is used of autocannon, which has no types. */
type Autocannon = (
  options: Readonly<Record<string, unknown>>,
  done: (error: Error | null, result: { readonly duration: number }) => void,
) => {
  on(event: 'response', listener: (client: object, status: number, bytes: number, ms: number) => void): void;
};

const autocannon = createRequire(import.meta.url)('autocannon') as Autocannon;
const PROGRAM = join(import.meta.dirname, 'http-servers.ts');

/** What a server has used so far. */
export interface Usage {
  readonly cpuMicroseconds: number;
  readonly rssBytes: number;
}

/** A server in a process of its own. */
export interface BenchServer {
  readonly name: string;
  readonly port: number;
  /** From the start of the process to the first answer. */
  readonly startUpMs: number;
  usage(): Promise<Usage>;
  stop(): Promise<void>;
}

/** A load of requests: as many as possible, or so many a second. */
export interface Load {
  readonly connections: number;
  readonly seconds: number;
  readonly requestsPerSecond?: number;
}

/** A program that listens: it sends its port when it does, and what it has used whenever it is sent something. */
export interface ServerProgram {
  readonly name: string;
  readonly file: string;
  readonly args: readonly string[];
  /** For Node.js. */
  readonly flags?: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
}

/** Starts one of the servers of `http-servers.ts`. */
export function startServer(name: string): Promise<BenchServer> {
  return startProgram({ name, file: PROGRAM, args: [name] });
}

/** Starts a program on the first processor, where that can be said. */
export async function startProgram(program: ServerProgram): Promise<BenchServer> {
  const { name, file, args, flags = [], env = {} } = program;
  const startedMs = performance.now();
  // No conditions: our packages are loaded from `dist`, as users get them.
  const execArgv = ['--no-warnings', '--expose-gc', ...flags];
  const child = fork(file, args, { execArgv, env: { ...process.env, ...env } });
  pin(child.pid, 0);
  const { port } = await messageOf<{ port: number }>(child, name);
  const { status } = await fetch(`http://127.0.0.1:${port}/hello`);
  if (status !== 200) throw new Error(`${name} answers ${status}`);
  const startUpMs = performance.now() - startedMs;
  return {
    name,
    port,
    startUpMs,
    usage: async () => {
      const answer = messageOf<{ cpu: NodeJS.CpuUsage; rss: number }>(child, name);
      child.send('usage');
      const { cpu, rss } = await answer;
      return { cpuMicroseconds: cpu.user + cpu.system, rssBytes: rss };
    },
    stop: async () => {
      const exit = once(child, 'exit');
      child.kill();
      await exit;
    },
  };
}

/** Asks a server again and again; the result is the latency of each answer in milliseconds. */
export function fire(port: number, { connections, seconds, requestsPerSecond }: Load): Promise<number[]> {
  const latenciesMs: number[] = [];
  return new Promise((resolve, reject) => {
    const rate = requestsPerSecond === undefined ? {} : { overallRate: requestsPerSecond };
    const options = { url: `http://127.0.0.1:${port}/hello`, connections, duration: seconds, ...rate };
    const run = autocannon({ ...options, sampleInt: 250 }, (error) => {
      if (error) reject(error);
      else resolve(latenciesMs);
    });
    run.on('response', (_client, status, _bytes, ms) => {
      if (status !== 200) throw new Error(`status ${status}`);
      latenciesMs.push(ms);
    });
  });
}

/** Puts this process, which makes the load, on the second processor. */
export function pinLoad(): void {
  pin(process.pid, 1);
}

function pin(pid: number | undefined, processor: number): void {
  try {
    execFileSync('taskset', ['-acp', String(processor), String(pid)], { stdio: 'ignore' });
  } catch {
    // Without `taskset` the system decides.
  }
}

async function messageOf<Message>(child: ChildProcess, name: string): Promise<Message> {
  const gone = once(child, 'exit').then(() => {
    throw new Error(`the server "${name}" ended; "npm run build" makes the packages it needs`);
  });
  const [message] = (await Promise.race([once(child, 'message'), gone])) as [Message];
  gone.catch(() => undefined);
  return message;
}
