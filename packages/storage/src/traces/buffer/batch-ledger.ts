import type { FileProgress } from '../file/trace-file.ts';
import type { CommittedProgress } from '../file/trace-file-writer.ts';

/** A batch of the log of which something is not in a file yet. */
export interface LedgerBatch {
  readonly number: number;
  readonly bytes: number;
  /** Attributes of programs as JSON, by their hashes. */
  readonly resources: ReadonlyMap<string, string>;
  /** A bit for each fragment, set for those that are in files. */
  readonly settled: Uint8Array;
  /** Fragments that are not. */
  left: number;
}

/** A fragment of a batch. */
export interface LedgerPlace {
  readonly batch: LedgerBatch;
  readonly index: number;
}

/** Knows what of the log is in files, so that nothing is lost and nothing taken twice when the process dies. */
export class BatchLedger {
  /** In the order of the log. */
  readonly #batches = new Map<number, LedgerBatch>();
  /** What the files said of batches that the log still has. */
  readonly #before: Map<number, Uint8Array>;
  #released: number;
  #pendingBytes = 0;

  constructor({ released, settled }: FileProgress) {
    this.#released = released;
    this.#before = new Map(settled);
  }

  /** All batches up to it are in files. */
  get released(): number {
    return this.#released;
  }

  /** One above all that the files know of. */
  get nextNumber(): number {
    return [...this.#before.keys()].reduce((next, number) => Math.max(next, number + 1), this.#released + 1);
  }

  /** Of the batches that the log must still have. */
  get pendingBytes(): number {
    return this.#pendingBytes;
  }

  /** Takes a batch; returns which of its fragments are not in files. */
  add(batch: Omit<LedgerBatch, 'settled' | 'left'>, fragments: number): LedgerPlace[] {
    if (batch.number <= this.#released) return [];
    const settled = new Uint8Array(Math.ceil(fragments / 8));
    settled.set(this.#before.get(batch.number)?.subarray(0, settled.length) ?? []);
    this.#before.delete(batch.number);
    const added: LedgerBatch = { ...batch, settled, left: fragments };
    this.#batches.set(batch.number, added);
    this.#pendingBytes += batch.bytes;
    const places = Array.from({ length: fragments }, (_, index) => ({ batch: added, index }));
    const open = places.filter((place) => !isSettled(place));
    added.left = open.length;
    return open;
  }

  /**
   * Counts fragments as in files and runs `commit`, which puts them there together with what is said of the log.
   * Takes it back when that throws.
   */
  settle(places: readonly LedgerPlace[], commit: (progress: CommittedProgress) => void): void {
    for (const place of places) this.#turn(place, -1);
    const released = this.#releasable();
    const touched = new Set(places.map(({ batch }) => batch));
    const settled = new Map([...touched].map((batch) => [batch.number, batch.settled]));
    try {
      commit({ released, settled });
    } catch (error) {
      for (const place of places) this.#turn(place, 1);
      throw error;
    }
    this.#release(released);
  }

  #turn({ batch, index }: LedgerPlace, change: 1 | -1): void {
    batch.settled[index >> 3] ^= 1 << (index & 7);
    batch.left += change;
  }

  #releasable(): number {
    let released = this.#released;
    for (const { number, left } of this.#batches.values()) {
      if (left > 0) break;
      released = number;
    }
    return released;
  }

  #release(released: number): void {
    this.#released = released;
    for (const { number, bytes } of this.#batches.values()) {
      if (number > released) break;
      this.#batches.delete(number);
      this.#pendingBytes -= bytes;
    }
  }
}

function isSettled({ batch, index }: LedgerPlace): boolean {
  return (batch.settled[index >> 3] & (1 << (index & 7))) !== 0;
}
