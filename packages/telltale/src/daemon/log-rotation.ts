import { copyFileSync, renameSync, rmSync, statSync, truncateSync } from 'node:fs';

/** A log is begun anew when it has grown beyond this. */
const MAX_LOG_BYTES = 10_000_000;
/** Older logs that are kept: `station.log.1` is the newest. */
export const OLD_LOGS = 3;
const LOOK_MS = 10_000;

/**
 * Keeps the log of this process bounded, as long as it runs. The file stays the one that standard output and standard
 * error were opened with, so that what Node.js itself says of a crash gets there, too: it is copied and emptied.
 */
export function keepLogBounded(file: string): void {
  const look = (): void => rotateLog(file);
  look();
  setInterval(look, LOOK_MS).unref();
}

/** Moves a log that is too large to `.1`, and what was there on. Nobody else may write to it meanwhile. */
export function rotateLog(file: string, maxBytes: number = MAX_LOG_BYTES): void {
  try {
    if (statSync(file).size <= maxBytes) return;
    rmSync(`${file}.${OLD_LOGS}`, { force: true });
    for (let number = OLD_LOGS - 1; number > 0; number--) moveIfThere(file, number);
    copyFileSync(file, `${file}.1`);
    truncateSync(file);
  } catch {
    // A full disk must not end the station: the log grows on, and the next look tries again.
  }
}

function moveIfThere(file: string, number: number): void {
  const from = `${file}.${number}`;
  if (statSync(from, { throwIfNoEntry: false })) renameSync(from, `${file}.${number + 1}`);
}
