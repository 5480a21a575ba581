import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** A temporary folder, and what is to be ended when all proofs have run. */
export interface BenchGround {
  readonly folder: string;
  /** Adds something to be ended; the last one added ends first. */
  readonly onClose: (close: () => unknown) => void;
}

/** Makes what proofs work with; where that fails, everything that was started is ended at once. */
export async function openBench<Parts extends object>(
  name: string,
  make: (ground: BenchGround) => Promise<Parts>,
): Promise<Parts & { close(): Promise<void> }> {
  const folder = mkdtempSync(join(tmpdir(), `${name}-proof-`));
  const closers: (() => unknown)[] = [() => rmSync(folder, { recursive: true, force: true })];
  const close = async () => {
    for (const closer of closers.toReversed()) await closer();
  };
  try {
    return { ...(await make({ folder, onClose: (closer) => void closers.push(closer) })), close };
  } catch (error) {
    await close();
    throw error;
  }
}
