import { readFileSync, readlinkSync } from 'node:fs';
import { hostname } from 'node:os';

/** What a process can be told by, also by processes of other containers that see the same folder. */
export interface ProcessIdentity {
  readonly pid: number;
  /** Machine and, on Linux, the space of process numbers: elsewhere the number means nothing. */
  readonly place: string;
  /** When the process started, as its system counts; empty where that is not known. */
  readonly started: string;
}

/** A process that cannot be looked up is taken for dead when its file was not touched for so long. */
const SILENT_MS = 3_600_000;

/** This process. */
export function ownIdentity(): ProcessIdentity {
  return { pid: process.pid, place: ownPlace(), started: statusOf('self')?.started ?? '' };
}

/** Whether a process has ended; `touchedMs` is when it last touched its file. */
export function isDead(identity: ProcessIdentity, touchedMs: number): boolean {
  if (identity.place !== ownPlace()) return Date.now() - touchedMs > SILENT_MS;
  if (!isRunning(identity.pid)) return true;
  if (identity.started === '') return Date.now() - touchedMs > SILENT_MS;
  const status = statusOf(String(identity.pid));
  // Another process may have got the number; one that was killed may not have been waited for yet.
  return status !== undefined && (status.started !== identity.started || 'ZX'.includes(status.state));
}

function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'EPERM';
  }
}

let place: string | undefined;

function ownPlace(): string {
  place ??= `${hostname()} ${processSpace()}`;
  return place;
}

function processSpace(): string {
  try {
    return readlinkSync('/proc/self/ns/pid');
  } catch {
    return '';
  }
}

/** State and start of a process where the system has `/proc`. */
function statusOf(pid: string): { readonly state: string; readonly started: string } | undefined {
  try {
    const text = readFileSync(`/proc/${pid}/stat`, 'latin1');
    // The name in parentheses may hold spaces and parentheses itself.
    const fields = text.slice(text.lastIndexOf(')') + 2).split(' ');
    return { state: fields[0], started: fields[19] };
  } catch {
    return undefined;
  }
}
