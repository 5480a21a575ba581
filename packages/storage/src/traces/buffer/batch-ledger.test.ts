import { describe, expect, it } from 'vitest';
import type { CommittedProgress } from '../file/trace-file-writer.ts';
import { BatchLedger } from './batch-ledger.ts';

const NOTHING = { released: 0, settled: new Map<number, Uint8Array>() };
const resources = new Map<string, string>();

/** What was committed, as a file keeps it. */
class CommittedFile {
  released = 0;
  readonly settled = new Map<number, Uint8Array>();

  readonly commit = ({ released, settled }: CommittedProgress): void => {
    this.released = released;
    for (const [batch, bits] of settled) this.settled.set(batch, bits.slice());
    for (const batch of this.settled.keys()) if (batch <= released) this.settled.delete(batch);
  };
}

describe('the ledger', () => {
  it('releases batches of the log in their order, once all their fragments are in files', () => {
    const ledger = new BatchLedger(NOTHING);
    const file = new CommittedFile();
    const [first, second] = [1, 2].map((number) => ledger.add({ number, bytes: 100, resources }, 2));
    ledger.settle(second, file.commit);
    expect([ledger.released, ledger.pendingBytes]).toEqual([0, 200]);
    ledger.settle([first[0]], file.commit);
    expect(ledger.released).toBe(0);
    ledger.settle([first[1]], file.commit);
    expect([ledger.released, ledger.pendingBytes, file.settled.size]).toEqual([2, 0, 0]);
  });

  it('gives after a restart exactly the fragments that are in no file', () => {
    const ledger = new BatchLedger(NOTHING);
    const file = new CommittedFile();
    const batches = [1, 2, 3].map((number) => ledger.add({ number, bytes: 1, resources }, 10));
    ledger.settle([...batches[0], batches[1][3], batches[2][9]], file.commit);
    const next = new BatchLedger(file);
    expect(next.nextNumber).toBe(4);
    const open = [1, 2, 3].map((number) =>
      next.add({ number, bytes: 1, resources }, 10).map(({ index }) => index),
    );
    expect(open).toEqual([[], [0, 1, 2, 4, 5, 6, 7, 8, 9], [0, 1, 2, 3, 4, 5, 6, 7, 8]]);
  });

  it('counts nothing as in files when the commit fails', () => {
    const ledger = new BatchLedger(NOTHING);
    const file = new CommittedFile();
    const [first, second] = [1, 2].map((number) => ledger.add({ number, bytes: 1, resources }, 1));
    const fail = () => {
      throw new Error('the disk is full');
    };
    expect(() => ledger.settle([...first, ...second], fail)).toThrow('the disk is full');
    ledger.settle(second, file.commit);
    expect([
      ledger.released,
      new BatchLedger(file).add({ number: 1, bytes: 1, resources }, 1).length,
    ]).toEqual([0, 1]);
    ledger.settle(first, file.commit);
    expect(ledger.released).toBe(2);
  });
});
