import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import type { ResolvedDefinition } from '@telltale/definition';
import type { CancelTimer, Clock } from '@telltale/model';
import type { StationFeature, StationJob } from '@telltale/station';
import { lowerPriority } from '../prove/runs/lower-priority.ts';

/** What {@link proofSchedule} takes. */
export interface ProofScheduleOptions {
  readonly definition: ResolvedDefinition;
  /** File of the definition, for the process that proves. */
  readonly configFile: string;
  readonly environment: string | undefined;
  /** Address of the station. */
  readonly url: string;
  /** What it asks of a part of itself. */
  readonly ownToken: string;
  readonly clock: Clock;
  readonly log: (line: string) => void;
}

/** The first time comes soon after the start: a station that restarts often would never get there. */
const FIRST_MS = 60_000;

/**
 * Proves all alerts as often as the definition asks (`proof.every`), in a process of its own so that no scrape
 * waits, and lets the station keep the proofs.
 */
export function proofSchedule(options: ProofScheduleOptions): StationFeature {
  const { proof } = options.definition;
  return {
    name: 'proof schedule',
    jobs: proof?.everyMs === undefined ? [] : [proofJob(options, proof.everyMs)],
  };
}

function proofJob(
  { configFile, environment, url, ownToken, clock, log }: ProofScheduleOptions,
  everyMs: number,
): StationJob {
  let child: ChildProcess | undefined;
  const bin = fileURLToPath(new URL('../../bin/telltale.js', import.meta.url));
  const args = [bin, 'prove', '--json', '--save', '--config', configFile, '--url', url];
  const prove = (): void => {
    if (child !== undefined) return;
    const chosen = environment === undefined ? args : [...args, '--env', environment];
    // The Node.js that runs the station: what `node` is on the path may be too old.
    child = spawn(process.execPath, chosen, {
      stdio: ['ignore', 'ignore', 'pipe'],
      env: { ...process.env, TELLTALE_TOKEN: ownToken },
    });
    let errors = '';
    child.stderr?.on('data', (chunk: Buffer) => (errors = (errors + chunk.toString()).slice(-2000)));
    if (child.pid !== undefined) lowerPriority(child.pid);
    child.once('error', (error) => {
      child = undefined;
      log(`The alerts could not be proven: ${error.message}`);
    });
    child.once('close', (code) => {
      child = undefined;
      if (code === 1) log('Not all alerts are proven: telltale prove --stored says which.');
      if (code === 2) log(`The alerts could not be proven: ${errors.trim()}`);
    });
  };
  const timer = repeated(clock, everyMs, prove);
  return {
    name: 'proofs',
    start: timer.start,
    stop: () => {
      timer.stop();
      child?.kill();
    },
  };
}

function repeated(clock: Clock, everyMs: number, task: () => void) {
  let cancel: CancelTimer | undefined;
  const again = (delayMs: number): void => {
    cancel = clock.after(delayMs, () => {
      task();
      again(everyMs);
    });
  };
  return { start: () => again(Math.min(FIRST_MS, everyMs)), stop: () => cancel?.() };
}
