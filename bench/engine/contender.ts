import { spawn } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import http from 'node:http';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { freePort } from '../../test/support/free-port.ts';
import type { Program } from '../../test/support/program.ts';
import { ROOT, runProgram, startProgram, stopProgram } from '../../test/support/program.ts';
import type { DataSet } from './data-set.ts';

/** An engine with the samples of the benchmark that can be started again and again. */
export interface Contender {
  readonly name: string;
  readonly folder: string;
  /** Added to every request, for example to leave a result cache out. */
  readonly parameters: string;
  start(): Promise<Running>;
}

/** A started engine. */
export interface Running {
  readonly url: string;
  readonly pid: number;
  /** From the start of the process until it is ready. */
  readonly startedInMs: number;
  stop(): Promise<void>;
}

/** How long it took to load the samples. */
export interface Loaded {
  readonly contender: Contender;
  readonly seconds: number;
}

/** Debian's Prometheus, its blocks made by promtool. */
export async function loadPrometheus(folder: string, data: DataSet): Promise<Loaded> {
  const blocks = join(folder, 'prometheus');
  const seconds = await loadOnce(blocks, [
    'promtool',
    ['tsdb', 'create-blocks-from', 'openmetrics', data.file, blocks],
  ]);
  const start = async (): Promise<Running> => {
    const port = await freePort();
    return startAndWait(port, 'prometheus', [
      '--config.file=/dev/null',
      `--storage.tsdb.path=${blocks}`,
      `--web.listen-address=127.0.0.1:${port}`,
      '--storage.tsdb.retention.time=30d',
    ]);
  };
  return { seconds, contender: { name: 'Prometheus', folder: blocks, parameters: '', start } };
}

/** The built station (`npm run build`), its blocks made by `telltale backfill`. */
export async function loadStation(folder: string, data: DataSet): Promise<Loaded> {
  const store = join(folder, 'station');
  const program = join(import.meta.dirname, 'built-telltale.mjs');
  const seconds = await loadOnce(store, ['node', [program, 'backfill', data.file, '--data', store]]);
  const start = async (): Promise<Running> => {
    const port = await freePort();
    const flags = ['--no-host', '--query.closed-windows'];
    return startAndWait(port, 'node', [program, 'up', '--port', String(port), '--data', store, ...flags]);
  };
  return { seconds, contender: { name: 'station', folder: store, parameters: '&nocache=1', start } };
}

async function loadOnce(folder: string, [command, args]: [string, string[]]): Promise<number> {
  if (existsSync(folder)) return Number.NaN;
  const startedMs = performance.now();
  const { exit, output } = await runProgram(command, args);
  if (exit !== 0) throw new Error(`${command} could not load the samples: ${output}`);
  return (performance.now() - startedMs) / 1000;
}

async function startAndWait(port: number, command: string, args: readonly string[]): Promise<Running> {
  const url = `http://127.0.0.1:${port}`;
  const startedMs = performance.now();
  const program = startProgram(command, args, { cwd: ROOT });
  let exit: number | string | undefined;
  void program.exit.then((code) => (exit = code));
  while (!(await isReady(`${url}/-/ready`))) {
    if (exit !== undefined) throw new Error(`${command} ended (${exit}): ${program.output()}`);
    await sleep(3);
  }
  const startedInMs = performance.now() - startedMs;
  return { url, pid: program.pid, startedInMs, stop: () => stop(program) };
}

function stop(program: Program): Promise<void> {
  return stopProgram(program);
}

function isReady(url: string): Promise<boolean> {
  return new Promise((resolve) => {
    http
      .get(url, (response) => {
        response.resume();
        resolve(response.statusCode === 200);
      })
      .on('error', () => resolve(false));
  });
}

/** Bytes of all files below a folder. */
export async function bytesOf(folder: string): Promise<number> {
  const child = spawn('du', ['-sb', folder]);
  let output = '';
  for await (const chunk of child.stdout) output += String(chunk);
  return Number.parseInt(output, 10);
}

/** Resident memory of a process and its highest mark, in megabytes. */
export function memoryOf(pid: number): { readonly residentMb: number; readonly peakMb: number } {
  const status = readFileSync(`/proc/${pid}/status`, 'utf8');
  const megabytes = (name: string): number =>
    Math.round(Number(new RegExp(`${name}:\\s+(\\d+)`).exec(status)?.[1] ?? Number.NaN) / 1024);
  return { residentMb: megabytes('VmRSS'), peakMb: megabytes('VmHWM') };
}
