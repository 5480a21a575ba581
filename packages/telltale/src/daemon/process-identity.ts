import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';

/** Where the moment of its start stands in what Linux says of a process, counted behind its name. */
const START_TICKS = 19;

/**
 * What no other process has had or will have, not even one that gets the same number later: when it was started, and
 * since which start of the machine that is counted. Empty where no such process runs, or where the system does not
 * say it.
 */
export function processIdentity(pid: number): string {
  return process.platform === 'linux' ? identityOnLinux(pid) : identityByPs(pid);
}

function identityOnLinux(pid: number): string {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    // The name stands in brackets and may hold any character.
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    // Ended, but nobody has asked for its exit code yet.
    if (fields[0] === 'Z' || fields[0] === 'X') return '';
    const boot = readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim();
    return `${boot}/${fields[START_TICKS]}`;
  } catch {
    return '';
  }
}

function identityByPs(pid: number): string {
  try {
    return execFileSync('ps', ['-o', 'lstart=', '-p', String(pid)], {
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'ignore'],
    }).trim();
  } catch {
    return '';
  }
}
