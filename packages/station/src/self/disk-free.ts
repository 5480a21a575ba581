import { statfsSync } from 'node:fs';

/** Bytes that this process may still write to the disk of a folder; NaN where the system does not say. */
export function diskFreeBytes(folder: string): number {
  try {
    const { bavail, bsize } = statfsSync(folder);
    return bavail * bsize;
  } catch {
    return NaN;
  }
}
