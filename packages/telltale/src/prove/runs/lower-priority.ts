import { setPriority } from 'node:os';

/** Proving is worth nothing that is in its way. */
const NICE = 10;

/** Makes a process give way to others. The system may not allow it, and then it goes without. */
export function lowerPriority(pid: number): void {
  try {
    setPriority(pid, NICE);
  } catch {
    // It only takes part of the processor that something else could want.
  }
}
