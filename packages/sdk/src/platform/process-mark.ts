import { readFileSync } from 'node:fs';
import { hostname } from 'node:os';
import { nodeCrypto } from './node-modules.ts';

/** A process as a file name has it: machine, process id and when it started. */
export interface ProcessMark {
  readonly machine: string;
  readonly pid: number;
  /** Clock ticks since the boot of the machine on Linux, milliseconds elsewhere. */
  readonly started: string;
}

/** The mark of this process. */
export function ownMark(): ProcessMark {
  const started = startedOf(process.pid) ?? String(Math.round(performance.timeOrigin));
  return { machine: machineName(), pid: process.pid, started };
}

/**
 * Whether a process still runs; `undefined` where this machine cannot know. A process id alone does not
 * say it: the system gives it to others later.
 */
export function isRunning(mark: ProcessMark): boolean | undefined {
  if (mark.machine !== machineName()) return undefined;
  if (mark.pid === process.pid) return mark.started === ownMark().started;
  if (!isTaken(mark.pid)) return false;
  const started = startedOf(mark.pid);
  return started === undefined || started === mark.started;
}

function machineName(): string {
  return nodeCrypto().createHash('sha256').update(hostname()).digest('hex').slice(0, 8);
}

function isTaken(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return Reflect.get(Object(error), 'code') === 'EPERM';
  }
}

/** Field 22 of `/proc/PID/stat`, counted behind the name of the program, which may hold anything. */
function startedOf(pid: number): string | undefined {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'latin1');
    return stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19];
  } catch {
    return undefined;
  }
}
