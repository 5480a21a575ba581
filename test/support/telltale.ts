import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Program } from './program.ts';
import { ROOT, runProgram, startProgram, stopProgram } from './program.ts';
import { waitFor } from './wait-for.ts';

/** The command line as it is started in the repository. */
const TELLTALE_BIN: string = join(ROOT, 'packages/telltale/bin/telltale.js');

/** Within the time that a hook has, on a machine that does much else. */
const START_PATIENCE_MS = 50_000;
/** A station whose event loop is held up refuses what it is asked for a moment. */
const OVERLOAD_PATIENCE_MS = 30_000;

/** Runs one command of the command line to its end. */
export function telltale(
  args: readonly string[],
  options: { readonly cwd?: string; readonly env?: Readonly<Record<string, string>> } = {},
): ReturnType<typeof runProgram> {
  return runProgram('node', [TELLTALE_BIN, ...args], options);
}

/** Starts a command of the command line, which runs until it is told to end. */
export function startTelltale(
  args: readonly string[],
  options: { readonly cwd?: string; readonly env?: Readonly<Record<string, string>> } = {},
): Program {
  return startProgram('node', [TELLTALE_BIN, ...args], options);
}

export interface RunningStation extends Program {
  readonly url: string;
}

/** Starts `telltale up` as a process of its own and waits until it answers. */
export async function startStation(
  port: number,
  dataFolder: string,
  args: readonly string[],
  cwd: string = dataFolder,
  env: Readonly<Record<string, string>> = {},
): Promise<RunningStation> {
  const url = `http://127.0.0.1:${port}`;
  const program = startProgram(
    'node',
    [TELLTALE_BIN, 'up', '--port', String(port), '--data', join(dataFolder, 'data'), ...args],
    { cwd, env },
  );
  let exit: number | string | undefined;
  void program.exit.then((code) => (exit = code));
  const isReady = async () => exit !== undefined || (await fetch(`${url}/-/ready`)).ok;
  await waitFor('the station to answer', isReady, START_PATIENCE_MS).catch(async (error: unknown) => {
    await stopProgram(program);
    throw error;
  });
  if (exit !== undefined) throw new Error(`the station ended (${exit}): ${program.output()}`);
  return { ...program, url };
}

export interface ApiSample {
  readonly metric: Readonly<Record<string, string>>;
  readonly value: readonly [number, string];
}

/** An instant query over the Prometheus API. */
export async function queryInstant(url: string, query: string, timeMs?: number): Promise<ApiSample[]> {
  const parameters = new URLSearchParams({ query });
  if (timeMs !== undefined) parameters.set('time', String(timeMs / 1000));
  const answer = await getJson(`${url}/api/v1/query?${parameters}`);
  return (answer as { data: { result: ApiSample[] } }).data.result;
}

/** A GET that must succeed and be JSON; a station that is overloaded is asked again. */
export async function getJson(url: string): Promise<unknown> {
  const endMs = Date.now() + OVERLOAD_PATIENCE_MS;
  for (;;) {
    const response = await fetch(url);
    const text = await response.text();
    if (response.ok) return JSON.parse(text);
    const isOverloaded = response.status === 503 && text.includes('"unavailable"');
    if (!isOverloaded || Date.now() > endMs)
      throw new Error(`${url} answered ${response.status}: ${text.slice(0, 500)}`);
    await sleep(200);
  }
}
